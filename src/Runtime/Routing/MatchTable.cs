// The seam between what the generator lays out and what the runtime does with it. Everything that answers "which entry?" is a
// MatchTable: the generated ones, the linear reference, and a ServeMux's run-time registrations.
//
// The key. A table is asked with the *match key* of a request, not with its target: the escaped path is split at its slashes, each
// segment is decoded, and a slash that comes out of decoding is written as the byte 0x00 (which no accepted path can
// hold), so that an encoded slash never separates segments. A target without a percent sign is its own key. Patterns are decoded
// text already, and are compared as UTF-8.
using System.ComponentModel;

namespace RouteGen;

/// <summary>A static match table: entries, exact ones first, then prefix entries from longest to shortest, and a fast way to consult them.</summary>
/// <remarks>Generated code derives from it; a program does not. Immutable, so any thread may ask.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MatchTable
{
    /// <summary>The entries, in the order of matching.</summary>
    public abstract ReadOnlySpan<MuxEntry> Entries { get; }

    /// <summary>How many of the entries, counted from the first, are exact.</summary>
    public abstract int ExactCount { get; }

    /// <summary>The assembly the table was generated into; empty for one made at run time.</summary>
    public abstract string AssemblyName { get; }

    /// <summary>Finds the entry for a request and what else the answer may need. Allocates nothing.</summary>
    /// <param name="query">The request's host and match key.</param>
    /// <param name="match">Filled in; starts as <c>default</c>.</param>
    public abstract void Match(in RouteQuery query, ref RouteMatch match);
}

/// <summary>What a table is asked with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct RouteQuery
{
    /// <summary>Makes a query.</summary>
    /// <param name="host">The host without its port, as received; empty: none.</param>
    /// <param name="path">The match key, as the head of <c>MatchTable.cs</c> defines it.</param>
    public RouteQuery(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        Host = host;
        Path = path;
    }

    /// <summary>The host without its port; empty: none.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>The match key.</summary>
    public ReadOnlySpan<byte> Path { get; }
}

/// <summary>What a table answers. <c>default</c> is "nothing".</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RouteMatch
{
    /// <summary>The entry that serves the request; null: none.</summary>
    public MuxEntry? Entry { get; set; }

    /// <summary>Whether an exact entry has the path, under the request's host or under none: then no slash redirect is made.</summary>
    public bool HasExactForm { get; set; }

    /// <summary>The entry for the path with a slash added, under the request's host or under none: the target of a slash redirect. Null: none.</summary>
    public MuxEntry? SlashForm { get; set; }

    /// <summary>Takes in what another table answers to the same query. A pattern is in one of the tables only.</summary>
    internal void Merge(in RouteMatch other)
    {
        if (other.Entry is { } entry && (Entry is null || IsBetter(entry, Entry))) Entry = entry;
        if (other.SlashForm is { } slash && (SlashForm is null || SlashForm.Host.Length == 0)) SlashForm = slash;
        HasExactForm |= other.HasExactForm;
    }

    // Both match the path, so of two prefixes the longer one is below the other.
    private static bool IsBetter(MuxEntry entry, MuxEntry than)
    {
        if ((entry.Host.Length > 0) != (than.Host.Length > 0)) return entry.Host.Length > 0;
        return entry.Kind != than.Kind ? entry.Kind < than.Kind : entry.Path.Length > than.Path.Length;
    }
}
