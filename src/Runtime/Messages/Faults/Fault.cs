// The fault table: for each kind of failure of a handler, the status that is sent, the status in the access log, and whether the failure
// is logged.
//
//   exception                                 sent                    access log      logged
//   BadRequestException, or caused by one     its status              the same        no
//   cancellation after the client left        nothing                 499             no
//   a broken connection to the client         nothing                 499             no
//   a timeout of the request's body           408                     408             no
//   AbortHandlerException                     nothing                 500             no
//   anything else                             500                     500             with its stack
//
// If a head was sent before, both columns show its status, and the connection is aborted.
namespace RouteGen;

internal static class Fault
{
    /// <summary>
    /// Status in access logs for a request whose client left before the response (499, as in nginx). Never sent.
    /// </summary>
    internal const int ClientClosedRequest = 499;

    private const int CausesMax = 8;

    /// <summary>Finds a <see cref="BadRequestException"/> in a failure and its causes. Returns null if there is none.</summary>
    internal static BadRequestException? BadRequestIn(Exception failure) => Find<BadRequestException>(failure);

    /// <summary>Returns true if the failure is a cancellation because the client left.</summary>
    internal static bool IsPeersCancellation(Exception failure, Request r) =>
        r.ExistingContext is { HasPeerLeft: true } && Find<OperationCanceledException>(failure) is not null;

    /// <summary>
    /// Returns the status that was or will be sent (0 for none) and the status for the access log. Called after the handler has completed.
    /// </summary>
    internal static (int Sent, int Logged) StatusOf(ResponseWriter w, Request r, Exception? failure)
    {
        var fate = FateOf(w);
        if (fate is null ? w.StatusCode != 0 && (failure is null || !IsPeersCancellation(failure, r)) : fate.IsOnWire)
            return (w.StatusCode, w.StatusCode);
        var isLate = failure is not null && fate is not null && IsLateRequest(failure, fate.LateFailure);
        if (fate is { IsLost: true }) return (0, isLate ? Status.RequestTimeout : ClientClosedRequest);
        if (failure is null) return w.StatusCode == 0 ? (Status.OK, Status.OK) : (w.StatusCode, w.StatusCode);
        if (IsPeersCancellation(failure, r)) return (0, ClientClosedRequest);
        if (failure is AbortHandlerException) return (0, Status.InternalServerError);
        var status = isLate ? Status.RequestTimeout : BadRequestIn(failure)?.StatusCode ?? Status.InternalServerError;
        return (status, status);
    }

    /// <summary>
    /// Returns true if the handler failed because the body of the request did not arrive in time, and not, for example, because a call to
    /// another server timed out.
    /// </summary>
    /// <param name="failure">The exception of the handler.</param>
    /// <param name="late">The exception of the read that exceeded the limit. Null if there is none.</param>
    internal static bool IsLateRequest(Exception failure, Exception? late)
    {
        if (late is null) return false;
        var cause = failure;
        for (var count = 0; cause is not null && count < CausesMax; count++)
        {
            if (ReferenceEquals(cause, late)) return true;
            cause = cause.InnerException;
        }

        return false;
    }

    /// <summary>
    /// Returns true if nothing more of a response can reach its client. True even before the request is cancelled, because the cancellation
    /// is queued.
    /// </summary>
    internal static bool IsLost(ResponseWriter w) => FateOf(w) is { IsLost: true };

    /// <summary>
    /// Logs that reporting a failed request, for example to the access log, failed too. The caller throws the failure of the handler.
    /// </summary>
    /// <exception cref="AggregateException">The writer is not a server's, so there is no log. Contains both failures.</exception>
    internal static void OnReportFailed(ResponseWriter w, Request r, Exception failure, Exception ofReport)
    {
        if (FateOf(w) is not { IsServed: true } fate) throw new AggregateException(failure, ofReport);
        fate.Log("A handler failed, and reporting its request failed as well.", ofReport, r);
    }

    /// <summary>
    /// Finds the delivery state of a writer, or of a writer that it wraps. Returns null if there is none, as for a recorder.
    /// </summary>
    internal static IResponseFate? FateOf(ResponseWriter? w)
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
