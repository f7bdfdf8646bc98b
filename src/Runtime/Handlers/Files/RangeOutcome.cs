namespace RouteGen.Handling;

/// <summary>Kinds of <c>Range</c> fields.</summary>
internal enum RangeOutcome
{
    /// <summary>Ranges were read; no range means the whole content.</summary>
    Satisfiable,

    /// <summary>The syntax is not that of byte ranges.</summary>
    Invalid,

    /// <summary>No range has a byte of the content.</summary>
    NoOverlap,
}
