using System.ComponentModel;

namespace RouteGen;

/// <summary>Kinds of entries of a match table. The order of the members is the order of the classes in a table.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MuxEntryKind : byte
{
    /// <summary>One path: the pattern has no trailing slash, or ends in <c>{$}</c>.</summary>
    Exact = 0,

    /// <summary>Paths of one shape: a segment of the pattern is <c>{name}</c>.</summary>
    Wildcard = 1,

    /// <summary>A path and everything below it: the pattern ends in a slash or in <c>{name...}</c>, and has no other wildcard.</summary>
    Prefix = 2,
}
