namespace RouteGen.Protocol;

/// <summary>The three results of everything that reads the wire.</summary>
internal enum ParseStatus : byte
{
    /// <summary>The input is complete and has been parsed.</summary>
    Done,

    /// <summary>The input is valid so far, but not complete.</summary>
    NeedMore,

    /// <summary>The peer broke a rule; a <see cref="RejectReason"/> beside this status names it.</summary>
    Rejected,
}
