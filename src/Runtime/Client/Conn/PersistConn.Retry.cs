namespace RouteGen;

internal sealed partial class PersistConn
{
    /// <summary>
    /// Returns the reason why a request that failed on this connection may be sent again (BEHAVIOUR C8). Called after the failure, when the
    /// fields read here no longer change.
    /// </summary>
    internal RetryReason WhyRetry(Exception error, in RequestPlan plan)
    {
        if (!IsReused || error is not TransportException { IsTimeout: false } failure || !plan.IsReplayable) return RetryReason.None;
        if (IsCallers(error)) return RetryReason.None;
        if (!_wroteAny) return RetryReason.NothingWritten;
        if (_sawByte || failure.Error == TransportError.Aborted) return RetryReason.None;
        return plan.IsIdempotent ? RetryReason.ServerClosedIdle : RetryReason.None;
    }
}
