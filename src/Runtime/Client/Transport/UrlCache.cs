namespace RouteGen;

/// <summary>
/// The URLs a client was last called with, parsed. A service calls the same few again and again, and a parsed URL is immutable and
/// carries what was computed from it. At most sixteen, each replaced by the next that falls on its place.
/// </summary>
internal sealed class UrlCache
{
    private readonly Entry?[] _entries = new Entry?[16];

    internal Url Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Entries are immutable, so a race costs a parse and no more.
        ref var place = ref _entries[text.GetHashCode() & 15];
        if (Volatile.Read(ref place) is { } entry && entry.Text == text) return entry.Url;
        var url = Url.Parse(text);
        Volatile.Write(ref place, new Entry(text, url));
        return url;
    }

    private sealed class Entry(string text, Url url)
    {
        internal readonly string Text = text;
        internal readonly Url Url = url;
    }
}
