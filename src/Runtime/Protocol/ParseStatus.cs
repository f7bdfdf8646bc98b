namespace RouteGen.Protocol;

/// <summary>Results of parsers and decoders.</summary>
internal enum ParseStatus : byte
{
    /// <summary>The input is complete and has been parsed.</summary>
    Done,

    /// <summary>The input is valid so far, but not complete.</summary>
    NeedMore,

    /// <summary>The peer broke a rule. The parser also gives the <see cref="RejectReason"/>.</summary>
    Rejected,
}
