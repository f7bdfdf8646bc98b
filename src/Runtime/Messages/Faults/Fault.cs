// Whose fault it was that a handler failed, and so which status is sent, which one an access log has, and whether there is a line in the log.
//
//   what escapes                              sent                    access log      logged
//   BadRequestException, or caused by one     its status              the same        no
//   cancellation after the peer left          nothing                 499             no
//   a broken connection of the peer           nothing                 499             no
//   the time for the peer's body ran out      nothing                 408             no
//   AbortHandlerException                     nothing                 500             no
//   anything else                             500                     500             with its stack
//
// Behind a head that has left, the status is the one of that head, and the connection is cut.
namespace RouteGen;

internal static class Fault
{
    /// <summary>What access logs call a request whose client left before there was a response. It is never sent.</summary>
    internal const int ClientClosedRequest = 499;

    private const int CausesMax = 8;
    private const int WritersMax = 64;

    /// <summary>The bad request that a failure is, or was caused by. Null if there is none.</summary>
    internal static BadRequestException? BadRequestIn(Exception failure) => Find<BadRequestException>(failure);

    /// <summary>Whether a handler was cancelled because its peer has left.</summary>
    internal static bool IsPeersCancellation(Exception failure, Request r) =>
        r.ExistingContext is { HasPeerLeft: true } && Find<OperationCanceledException>(failure) is not null;

    /// <summary>The status that was or will be sent for a request whose handler has completed, 0 for none, and the one that an access log has.</summary>
    internal static (int Sent, int Logged) StatusOf(ResponseWriter w, Request r, Exception? failure)
    {
        var fate = FateOf(w);
        if (fate is null ? w.StatusCode != 0 && (failure is null || !IsPeersCancellation(failure, r)) : fate.IsOnWire) return (w.StatusCode, w.StatusCode);
        if (fate is { IsLost: true })
            return (0, failure is not null && Find<TransportException>(failure) is { IsTimeout: true } ? Status.RequestTimeout : ClientClosedRequest);
        if (failure is null) return w.StatusCode == 0 ? (Status.OK, Status.OK) : (w.StatusCode, w.StatusCode);
        if (IsPeersCancellation(failure, r)) return (0, ClientClosedRequest);
        if (failure is AbortHandlerException) return (0, Status.InternalServerError);
        var status = BadRequestIn(failure)?.StatusCode ?? Status.InternalServerError;
        return (status, status);
    }

    private static IResponseFate? FateOf(ResponseWriter? w)
    {
        for (var count = 0; w is not null && count < WritersMax; count++)
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
