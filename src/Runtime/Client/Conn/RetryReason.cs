namespace RouteGen;

/// <summary>Reason why a request is sent again on another connection.</summary>
internal enum RetryReason
{
    /// <summary>The request is not sent again.</summary>
    None,

    /// <summary>No byte of the request was written, so no server has seen it.</summary>
    NothingWritten,

    /// <summary>The connection was closed or broke before a byte of the response. The request may safely be sent twice.</summary>
    ServerClosedIdle,
}
