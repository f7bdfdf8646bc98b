using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// A call through a round tripper other than <see cref="Transport"/>. The round tripper gets a token that is cancelled when the time limit
/// expires.
/// </summary>
internal static class LimitedCall
{
    /// <summary>Sends a request within the time limits of a client.</summary>
    /// <exception cref="InvalidOperationException">The round tripper returned null.</exception>
    /// <exception cref="TransportException">The time limit expired.</exception>
    internal static async ValueTask<Response> SendAsync(
        IRoundTripper roundTripper, Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        if (limits.Deadline == 0)
            return await roundTripper.RoundTripAsync(request, cancellationToken).ConfigureAwait(false) ?? throw CallFailure.NoResponse();
        using var source = new UserTokenSource(cancellationToken);
        source.CancelAfter(Instants.ForTimer(limits.Deadline - Environment.TickCount64));
        try
        {
            var response = await roundTripper.RoundTripAsync(request, source.Token).ConfigureAwait(false) ?? throw CallFailure.NoResponse();
            // After a 101 the caller uses the connection in both directions, without a limit.
            if (!response.Body.CanWrite) response.Body = new LimitedBody(response.Body, limits);
            return response;
        }
        catch (OperationCanceledException e) when (source.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(
                TransportError.TimedOut, $"{CallFailure.Describe(request)}: {CallFailure.HeadTimeout}", e);
        }
    }
}
