// One request of a call: the fields that the client adds to it, and the cookies that the jar stores from its response. The request that the
// caller made is never changed; where something is to be added, a copy is sent.
namespace RouteGen;

public sealed partial class Client
{
    private ValueTask<Response> SendAsync(Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        if (Jar is not null) return SendWithCookiesAsync(Jar, request, limits, cancellationToken);
        if (request.Url.User is { IsEmpty: false }) request = Prepared(request, jar: null);
        return ExchangeAsync(request, limits, cancellationToken);
    }

    private ValueTask<Response> ExchangeAsync(Request request, ExchangeLimits limits, CancellationToken cancellationToken) =>
        RoundTripper is Transport transport
            ? transport.RoundTripAsync(request, limits, cancellationToken)
            : LimitedCall.SendAsync(RoundTripper, request, limits, cancellationToken);

    private async ValueTask<Response> SendWithCookiesAsync(
        ICookieJar jar, Request request, ExchangeLimits limits, CancellationToken cancellationToken)
    {
        // Always a copy: the cookies that are sent and those that are kept belong to one URL, whatever another flow sets meanwhile.
        request = Prepared(request, jar);
        var response = await ExchangeAsync(request, limits, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.Header.Has("Set-Cookie")) jar.SetCookies(request.Url, ReceivedCookie.ReadAll(response.Header));
            return response;
        }
        catch
        {
            // A jar that fails fails the call, and nothing else disposes the response.
            await response.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Returns a copy with the fields that the client adds. If it cannot be made, the call fails, and nothing else disposes the body.
    private static Request Prepared(Request request, ICookieJar? jar)
    {
        var body = request.SentBody;
        try
        {
            var copy = request.Fork();
            if (copy.Url.User is { IsEmpty: false } user) AddCredentials(copy, user);
            if (jar?.Cookies(copy.Url) is { Count: > 0 } cookies) copy.AddReceivedCookies(cookies);
            return copy;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    // RFC 7617 section 2, with name and password of the URL, unless the caller has set something else (BEHAVIOUR C26).
    private static void AddCredentials(Request copy, UserInfo user)
    {
        if (!copy.Header.Has("Authorization") && RequestPlan.BasicCredentials(user) is { } credentials)
            copy.Header.Set("Authorization", credentials);
    }
}
