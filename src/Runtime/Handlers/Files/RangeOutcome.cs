namespace RouteGen.Handling;

/// <summary>Results of parsing a <c>Range</c> field.</summary>
internal enum RangeOutcome
{
    /// <summary>The field is valid. No range means the whole content.</summary>
    Satisfiable,

    /// <summary>The field is malformed.</summary>
    Invalid,

    /// <summary>No range contains a byte of the content.</summary>
    NoOverlap,
}
