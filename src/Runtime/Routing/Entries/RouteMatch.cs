using System.ComponentModel;

namespace RouteGen;

/// <summary>Result of a look-up in a match table. <c>default</c> means no match.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RouteMatch
{
    /// <summary>The entry that serves the request, or null for none.</summary>
    public MuxEntry? Entry { get; set; }

    /// <summary>
    /// True if an exact entry matches the path, with the request's host or without a host, so that there is no slash redirect. Set only for
    /// a table of classic patterns.
    /// </summary>
    public bool HasExactForm { get; set; }

    /// <summary>
    /// Target of a slash redirect: the entry for the path with a slash added, with the request's host or without a host. Null if there is
    /// none. Set only for a table of classic patterns.
    /// </summary>
    public MuxEntry? SlashForm { get; set; }

    /// <summary>Merges the result of another table for the same query. The tables have no pattern in common.</summary>
    internal void Merge(in RouteMatch other)
    {
        if (other.Entry is { } entry && (Entry is null || entry.IsMoreSpecificThan(Entry))) Entry = entry;
        if (other.SlashForm is { } slash && (SlashForm is null || SlashForm.Host.Length == 0)) SlashForm = slash;
        HasExactForm |= other.HasExactForm;
    }
}
