// One request of a call: what the client adds to it, and what the jar keeps of its response. The request that the caller made is
// never changed; where something is to be added, a copy is sent.
namespace RouteGen;

public sealed partial class Client
{
    private ValueTask<Response> SendAsync(Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        if (Jar is not null) return SendWithCookiesAsync(Jar, request, limits, cancellationToken);
        if (request.Url.User is { IsEmpty: false }) request = WithCredentials(request);
        return ExchangeAsync(request, limits, cancellationToken);
    }

    private ValueTask<Response> ExchangeAsync(Request request, ExchangeLimits limits, CancellationToken cancellationToken) =>
        RoundTripper is Transport transport
            ? transport.RoundTripAsync(request, limits, cancellationToken)
            : ExchangeWithinAsync(RoundTripper, request, limits, cancellationToken);

    private async ValueTask<Response> SendWithCookiesAsync(ICookieJar jar, Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        if (request.Url.User is { IsEmpty: false }) request = WithCredentials(request);
        if (jar.Cookies(request.Url) is { Count: > 0 } cookies)
        {
            request = request.Fork();
            request.AddReceivedCookies(cookies);
        }

        var response = await ExchangeAsync(request, limits, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.Header.Has("Set-Cookie")) jar.SetCookies(request.Url, ReceivedCookie.ReadAll(response.Header));
            return response;
        }
        catch
        {
            // A jar that fails fails the call, and the response is in nobody's hands.
            await response.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // RFC 7617 section 2, with name and password of the URL, unless the caller has set something else (BEHAVIOUR C26).
    private static Request WithCredentials(Request request)
    {
        if (request.SentHeader?.Has("Authorization") == true) return request;
        var copy = request.Fork();
        copy.Header.Set("Authorization", RequestPlan.BasicCredentials(request.Url.User)!);
        return copy;
    }
}
