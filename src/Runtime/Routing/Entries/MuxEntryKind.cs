using System.ComponentModel;

namespace RouteGen;

/// <summary>Kinds of entries of a match table. The order of the members is the order of the entries in a table.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MuxEntryKind : byte
{
    /// <summary>Matches one path: the pattern has no wildcards, and ends in <c>{$}</c> or without a slash.</summary>
    Exact = 0,

    /// <summary>Matches paths of one shape: a segment of the pattern is <c>{name}</c>.</summary>
    Wildcard = 1,

    /// <summary>
    /// Matches a path and all paths below it: the pattern ends in a slash or <c>{name...}</c>, and has no other wildcard.
    /// </summary>
    Prefix = 2,
}
