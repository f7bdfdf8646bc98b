namespace RouteGen;

internal sealed partial class PersistConn
{
    /// <summary>
    /// True if a request that failed on this connection may be sent again (BEHAVIOUR C8), and why. Called after the failure, when the
    /// facts do not change any more.
    /// </summary>
    internal RetryReason WhyRetry(Exception error, in RequestPlan plan)
    {
        if (!IsReused || error is not TransportException { IsTimeout: false } failure || !plan.IsReplayable) return RetryReason.None;
        if (!_wroteAny) return RetryReason.NothingWritten;
        if (_sawByte || failure.Error == TransportError.Aborted) return RetryReason.None;
        return plan.IsIdempotent ? RetryReason.ServerClosedIdle : RetryReason.None;
    }
}
