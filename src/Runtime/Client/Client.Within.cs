namespace RouteGen;

public sealed partial class Client
{
    private readonly UrlCache _urls = new();

    // The limits of a call that another round tripper than Transport answers: it knows nothing of them but a token.
    private static async ValueTask<Response> ExchangeWithinAsync(
        IRoundTripper roundTripper, Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        if (limits.Deadline == 0) return await roundTripper.RoundTripAsync(request, cancellationToken).ConfigureAwait(false);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(Instants.ForTimer(limits.Deadline - Environment.TickCount64));
        try
        {
            var response = await roundTripper.RoundTripAsync(request, source.Token).ConfigureAwait(false);
            // The connection of a 101 is the caller's, in both directions.
            if (!response.Body.CanWrite) response.Body = new LimitedBody(response.Body, limits);
            return response;
        }
        catch (OperationCanceledException e) when (source.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(TransportError.TimedOut, $"{CallFailure.Describe(request)}: {RouteGen.Transport.HeadTimeoutText}", e);
        }
    }
}
