using System.Text;
using System.Text.Json.Nodes;
using RouteGen;
using RouteGen.Protocol;

namespace Vectors.Tests;

/// <summary>Headers and trailers as lines of text that can be compared: sorted by name, values in order, Latin-1.</summary>
internal static class FieldMaps
{
    /// <summary>A recorded map of name to list; null for the list: announced, and without a value.</summary>
    internal static string Of(JsonNode? map)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in map!.AsObject())
            lines[name] = values is null ? "announced" : string.Join('|', values.AsArray().Select(VectorCase.Latin1));
        return Join(lines);
    }

    /// <summary>What a program sees of parsed field lines.</summary>
    internal static string Of(FieldBlock block, byte[] bytes)
    {
        var header = new Header();
        header.Bind(bytes, block);
        return Of(header, []);
    }

    /// <summary>A header's fields, and names that were announced.</summary>
    internal static string Of(Header header, IEnumerable<string> announced)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in header) lines[name] = lines.TryGetValue(name, out var before) ? before + "|" + value : value;
        foreach (var name in announced) lines.TryAdd(name, "announced");
        return Join(lines);
    }

    /// <summary>The trailer of a body that was read to its end.</summary>
    internal static string OfTrailer(MessageHead head, byte[] bytes, TrailerBlock? received)
    {
        var header = new Header();
        if (received is not null) header.Bind(received.Bytes, received);
        return Of(header, Announced(head, bytes));
    }

    /// <summary>The names that a head announces for its trailer, in canonical case.</summary>
    internal static List<string> Announced(MessageHead head, byte[] bytes)
    {
        var names = new List<string>();
        if (!head.IsChunked) return names;
        var trailer = new TrailerNames(head, bytes);
        while (trailer.MoveNext()) names.Add(Header.CanonicalName(Encoding.Latin1.GetString(trailer.Current)));
        return names;
    }

    private static string Join(SortedDictionary<string, string> lines) =>
        string.Join('\n', lines.Select(line => line.Key + ": " + line.Value));
}
