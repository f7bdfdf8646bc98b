namespace RouteGen.Protocol;

/// <summary>The three answers of everything that reads the wire.</summary>
internal enum ParseStatus : byte
{
    /// <summary>What was asked for is there, whole.</summary>
    Done,

    /// <summary>What has arrived is right so far, and not all of it.</summary>
    NeedMore,

    /// <summary>The peer broke a rule; a <see cref="RejectReason"/> beside this answer names it.</summary>
    Rejected,
}
