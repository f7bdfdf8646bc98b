namespace RouteGen;

/// <summary>
/// Cache of the parsed URLs that a client was last called with. A service calls the same few URLs again and again. A parsed URL is
/// immutable and contains values computed from it. The cache has sixteen entries, and a URL replaces the entry at its hash.
/// </summary>
internal sealed class UrlCache
{
    private readonly Entry?[] _entries = new Entry?[16];

    internal Url Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Entries are immutable, so a race only costs another parse.
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
