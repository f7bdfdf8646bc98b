namespace RouteGen;

/// <summary>Why a request is sent again on another connection.</summary>
internal enum RetryReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Not one byte of it was written: whatever it is, no server has seen it.</summary>
    NothingWritten,

    /// <summary>The server closed, or the connection broke, before a byte of the response; sending it twice does no harm.</summary>
    ServerClosedIdle,
}

internal static class RequestRetry
{
    /// <summary>True if a server that sees the request twice does no more than once (RFC 9110 section 9.2.2, or the caller vouches for it).</summary>
    internal static bool IsIdempotent(Request request) =>
        request.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE"
        || request.SentHeader?.Has("Idempotency-Key") == true
        || request.SentHeader?.Has("X-Idempotency-Key") == true;
}
