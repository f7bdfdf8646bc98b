using System.ComponentModel;

namespace RouteGen;

/// <summary>Result of a look-up in a table. <c>default</c> means no match.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RouteMatch
{
    /// <summary>The entry that serves the request, or null for none.</summary>
    public MuxEntry? Entry { get; set; }

    /// <summary>
    /// In a table of classic patterns, true if an exact entry has the path, under the request's host or without a host; then there is no
    /// slash redirect.
    /// </summary>
    public bool HasExactForm { get; set; }

    /// <summary>
    /// In a table of classic patterns, the entry for the path with a slash added, under the request's host or without a host: the target of
    /// a slash redirect. Null if there is none.
    /// </summary>
    public MuxEntry? SlashForm { get; set; }

    /// <summary>Adds the result of another table for the same query. A pattern is in one of the tables only.</summary>
    internal void Merge(in RouteMatch other)
    {
        if (other.Entry is { } entry && (Entry is null || entry.IsMoreSpecificThan(Entry))) Entry = entry;
        if (other.SlashForm is { } slash && (SlashForm is null || SlashForm.Host.Length == 0)) SlashForm = slash;
        HasExactForm |= other.HasExactForm;
    }
}
