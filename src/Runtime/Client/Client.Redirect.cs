using System.Runtime.ExceptionServices;
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Client
{
    private const int RedirectsMax = 10;

    // Largest number of bytes of a redirect's body that are read, so that its connection can be reused.
    private const int DrainBytesMax = 2048;

    // Time limit for reading a redirect's body, in milliseconds, so that a slow body does not delay the redirect.
    private const int DrainMsMax = 50;

    // The ValueTask is not pooled: users may await it twice, and the second OnCompleted of a pooled source would end the process.
    private async ValueTask<Response> DoWithinAsync(Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        // Another thread may change the request while it is sent. A redirect is resolved against the URL and the method that were sent.
        var (url, method) = (request.Url, request.Method);
        var response = await SendAsync(request, limits, cancellationToken).ConfigureAwait(false);
        if (!RedirectChain.IsRedirect(response.StatusCode)) return response;
        return await FollowAsync(request, url, method, response, limits, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Response> FollowAsync(
        Request first, Url url, string method, Response response, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        RedirectChain? chain = null;
        while (RedirectChain.IsRedirect(response.StatusCode))
        {
            var next = Decide(first, url, method, response, ref chain, out var failure);
            if (next is null && failure is null) return response;
            await Disposal.AfterAsync(DrainAsync(response, failure, cancellationToken), response.Body).ConfigureAwait(false);
            chain!.Add(next!);
            response = await SendNextAsync(next!, response, limits, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    // Returns the request for a redirect, or null if the redirect is the final response, or if there is a failure. The caller throws the
    // failure after it has disposed the redirect.
    private Request? Decide(Request first, Url url, string method, Response response, ref RedirectChain? chain, out Exception? failure)
    {
        failure = null;
        try
        {
            // Throws if the request is served by a handler and has since ended.
            chain ??= new RedirectChain(first, url, method, Jar is not null);
            if (chain.Next(response) is not { } next) return null;
            failure = Ask(next, chain.Sent, response, out var decision);
            return decision == RedirectDecision.UseLastResponse ? null : next;
        }
        catch (FormatException e)
        {
            failure = new RedirectException(
                $"{CallFailure.Describe(first)}: The Location of the redirect is not a URL.", response: null, e);
        }
        catch (Exception e)
        {
            failure = e;
        }

        return null;
    }

    // Sends the next request. If no request can be sent to its URL, the redirecting server is at fault, not the caller.
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

    // Calls CheckRedirect. Returns the exception to throw once the response is disposed, or null if the decision applies.
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

    // Reads a short body, so that its connection can be used again. Then throws the failure, if there is one.
    private static async Task DrainAsync(Response response, Exception? failure, CancellationToken cancellationToken)
    {
        try
        {
            if (response.ContentLength is not 0 and <= DrainBytesMax)
            {
                using var limit = new UserTokenSource(cancellationToken);
                limit.CancelAfter(TimeSpan.FromMilliseconds(DrainMsMax));
                var buffer = new byte[DrainBytesMax];
                var count = 0;
                while (count < buffer.Length && await response.Body.ReadAsync(buffer.AsMemory(count), limit.Token)
                    .ConfigureAwait(false) is > 0 and var read) count += read;
            }
        }
        catch (Exception e) when (
            failure is not null || (e is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The rest of the body is not needed. Its connection is closed.
        }

        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
