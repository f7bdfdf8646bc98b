// The fault table: whose fault the failure of a handler is, and so which status is sent, which one the access log shows, and whether it is
// logged.
//
//   exception                                 sent                    access log      logged
//   BadRequestException, or caused by one     its status              the same        no
//   cancellation after the peer left          nothing                 499             no
//   a broken connection of the peer           nothing                 499             no
//   the time for the peer's body ran out      nothing                 408             no
//   AbortHandlerException                     nothing                 500             no
//   anything else                             500                     500             with its stack
//
// If a head was sent before, its status counts, and the connection is aborted.
namespace RouteGen;

internal static class Fault
{
    /// <summary>
    /// Status in access logs of a request whose client left before there was a response (499, as in nginx). It is never sent.
    /// </summary>
    internal const int ClientClosedRequest = 499;

    private const int CausesMax = 8;

    /// <summary>Finds the <see cref="BadRequestException"/> that a failure is, or was caused by. Null if there is none.</summary>
    internal static BadRequestException? BadRequestIn(Exception failure) => Find<BadRequestException>(failure);

    /// <summary>True if a handler was cancelled because its peer has left.</summary>
    internal static bool IsPeersCancellation(Exception failure, Request r) =>
        r.ExistingContext is { HasPeerLeft: true } && Find<OperationCanceledException>(failure) is not null;

    /// <summary>
    /// Returns the status that was or will be sent for a request whose handler has completed, 0 if none, and the status for the access log.
    /// </summary>
    internal static (int Sent, int Logged) StatusOf(ResponseWriter w, Request r, Exception? failure)
    {
        var fate = FateOf(w);
        if (fate is null ? w.StatusCode != 0 && (failure is null || !IsPeersCancellation(failure, r)) : fate.IsOnWire)
            return (w.StatusCode, w.StatusCode);
        if (fate is { IsLost: true })
            return (0, failure is not null && Find<TransportException>(failure) is { IsTimeout: true }
                ? Status.RequestTimeout
                : ClientClosedRequest);
        if (failure is null) return w.StatusCode == 0 ? (Status.OK, Status.OK) : (w.StatusCode, w.StatusCode);
        if (IsPeersCancellation(failure, r)) return (0, ClientClosedRequest);
        if (failure is AbortHandlerException) return (0, Status.InternalServerError);
        var status = BadRequestIn(failure)?.StatusCode ?? Status.InternalServerError;
        return (status, status);
    }

    /// <summary>
    /// True if nothing more of a response reaches its client. Known before the request is cancelled for it, which is queued.
    /// </summary>
    internal static bool IsLost(ResponseWriter w) => FateOf(w) is { IsLost: true };

    /// <summary>
    /// Logs that the report on a failed request, such as the entry of its access log, failed too. The caller throws the failure of the
    /// handler.
    /// </summary>
    /// <exception cref="AggregateException">There is no server with a log; it has both.</exception>
    internal static void OnReportFailed(ResponseWriter w, Request r, Exception failure, Exception ofReport)
    {
        if (FateOf(w) is not { } fate) throw new AggregateException(failure, ofReport);
        fate.Log("A handler failed, and reporting its request failed as well.", ofReport, r);
    }

    private static IResponseFate? FateOf(ResponseWriter? w)
    {
        for (var count = 0; w is not null && count < ResponseWriter.NestedMax; count++)
        {
            if (w is IResponseFate fate) return fate;
            w = w.Unwrap();
        }

        return null;
    }

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (var count = 0; failure is not null && count < CausesMax; count++)
        {
            if (failure is T found) return found;
            failure = failure.InnerException;
        }

        return null;
    }
}
