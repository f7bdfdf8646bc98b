namespace RouteGen.Handling;

/// <summary>Kinds of <c>Range</c> fields.</summary>
internal enum RangeOutcome
{
    /// <summary>The ranges that were read; none: the whole content.</summary>
    Satisfiable,

    /// <summary>The syntax is not that of byte ranges.</summary>
    Invalid,

    /// <summary>No range has a byte of the content.</summary>
    NoOverlap,
}
