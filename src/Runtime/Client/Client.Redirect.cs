using RouteGen.IO;

namespace RouteGen;

public sealed partial class Client
{
    private const int RedirectsMax = 10;

    // So much of a redirect's body is read that its connection can be used again.
    private const int DrainBytesMax = 2048;

    // And for so long, in milliseconds: a body that is not read must not delay the redirect.
    private const int DrainMsMax = 50;

    // Not pooled: users may await it twice, and a pooled source would then end the process (its second OnCompleted throws where nothing
    // catches it).
    private async ValueTask<Response> DoWithinAsync(Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        // A redirect is resolved against the URL and compared with the method that the request was sent with, whatever another flow sets
        // meanwhile.
        var (url, method) = (request.Url, request.Method);
        var response = await SendAsync(request, limits, cancellationToken).ConfigureAwait(false);
        if (!RedirectChain.IsRedirect(response.StatusCode)) return response;
        return await FollowAsync(request, url, method, response, limits, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Response> FollowAsync(
        Request first, Url url, string method, Response response, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        var chain = await BeginChainAsync(first, url, method, response).ConfigureAwait(false);
        while (RedirectChain.IsRedirect(response.StatusCode))
        {
            var next = await NextAsync(first, chain, response).ConfigureAwait(false);
            if (next is null) return response;
            var refusal = Ask(next, chain.Sent, response, out var decision);
            if (decision == RedirectDecision.UseLastResponse) return response;
            await DrainAsync(response, cancellationToken).ConfigureAwait(false);
            if (refusal is not null) throw refusal;
            chain.Add(next);
            response = await SendNextAsync(next, response, limits, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private async ValueTask<RedirectChain> BeginChainAsync(Request first, Url url, string method, Response response)
    {
        try
        {
            return new RedirectChain(first, url, method, Jar is not null);
        }
        catch
        {
            // A served request that has ended meanwhile, for example. Nothing else disposes the response.
            await response.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // A URL that cannot be sent a request is the fault of the server that redirects there, and no misuse by the caller.
    private async ValueTask<Response> SendNextAsync(
        Request next, Response redirect, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(next, limits, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (!ConnKey.IsFor(next.Url))
        {
            throw new RedirectException(
                $"{CallFailure.Describe(next)}: The server redirected to a URL to which no request can be sent.", redirect, e);
        }
    }

    private static async ValueTask<Request?> NextAsync(Request first, RedirectChain chain, Response response)
    {
        try
        {
            return chain.Next(response);
        }
        catch (FormatException e)
        {
            await response.DisposeAsync().ConfigureAwait(false);
            throw new RedirectException(
                $"{CallFailure.Describe(first)}: The Location of the redirect is not a URL.", response: null, e);
        }
        catch
        {
            await response.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Returns the exception that ends the call after the response has been dealt with, or null if the decision applies.
    private RedirectException? Ask(Request next, IReadOnlyList<Request> sent, Response response, out RedirectDecision decision)
    {
        decision = RedirectDecision.Follow;
        if (CheckRedirect is null)
            return sent.Count < RedirectsMax
                ? null
                : new RedirectException($"{CallFailure.Describe(next)}: Stopped after {RedirectsMax} redirects.", response);
        try
        {
            decision = CheckRedirect(next, sent);
            return null;
        }
        catch (Exception e)
        {
            return new RedirectException($"{CallFailure.Describe(next)}: CheckRedirect refused a redirect.", response, e);
        }
    }

    private static async ValueTask DrainAsync(Response response, CancellationToken cancellationToken)
    {
        try
        {
            if (response.ContentLength is 0 or > DrainBytesMax) return;
            using var limit = new UserTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromMilliseconds(DrainMsMax));
            var buffer = new byte[DrainBytesMax];
            var count = 0;
            while (count < buffer.Length && await response.Body.ReadAsync(buffer.AsMemory(count), limit.Token)
                .ConfigureAwait(false) is > 0 and var read) count += read;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The rest of an unwanted response: only its connection is lost.
        }
        finally
        {
            await response.DisposeAsync().ConfigureAwait(false);
        }
    }
}
