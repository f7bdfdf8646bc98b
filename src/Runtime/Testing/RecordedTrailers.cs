using RouteGen.Serving;

namespace RouteGen;

/// <summary>Extracts the trailers from a recorded header (BEHAVIOUR S24).</summary>
internal static class RecordedTrailers
{
    /// <summary>Returns the trailers, or null if there are none, and removes them from <paramref name="committed"/>.</summary>
    /// <param name="final">The header after the handler has completed.</param>
    /// <param name="committed">A copy of the header of the response.</param>
    internal static Header? Of(Header final, Header committed)
    {
        Header? trailer = null;
        foreach (var name in Announced(committed))
        {
            trailer ??= new Header();
            final.Materialise();
            foreach (ref readonly var field in final.Fields)
                if (field.Value is not null && field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) trailer.Add(field);
            committed.Remove(name);
        }

        foreach (var (name, value) in final)
        {
            if (!name.StartsWith(HeadSnapshot.TrailerPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            committed.Remove(name);
            var late = name[HeadSnapshot.TrailerPrefix.Length..];
            if (HeadSnapshot.MayBeTrailer(late)) (trailer ??= new Header()).Add(late, value);
        }

        committed.Remove("Trailer");
        return trailer;
    }

    private static List<string> Announced(Header committed)
    {
        var names = new List<string>();
        foreach (var line in committed.Values("Trailer"))
        {
            foreach (var name in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (HeadSnapshot.MayBeTrailer(name)) names.Add(name);
        }

        return names;
    }
}
