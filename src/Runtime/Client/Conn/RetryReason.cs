namespace RouteGen;

/// <summary>Reason why a request is sent again on another connection.</summary>
internal enum RetryReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Not one byte of it was written: whatever it is, no server has seen it.</summary>
    NothingWritten,

    /// <summary>The server closed, or the connection broke, before a byte of the response; sending it twice does no harm.</summary>
    ServerClosedIdle,
}
