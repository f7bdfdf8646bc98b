// Sends one request of a call: adds the client's fields, and stores the cookies of the response in the jar. The caller's request is never
// changed; a copy is sent if fields are added.
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
        // Another thread may change the URL during the call. The copy makes sure that cookies are sent to and stored for the same URL.
        request = Prepared(request, jar);
        var response = await ExchangeAsync(request, limits, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.Header.Has("Set-Cookie")) jar.SetCookies(request.Url, ReceivedCookie.ReadAll(response.Header));
            return response;
        }
        catch (Exception failure)
        {
            // If the jar throws, the call fails, and nothing else disposes the response.
            await Disposal.AfterAsync(Task.FromException(failure), response.Body).ConfigureAwait(false);
            throw;
        }
    }

    // Returns a copy with the fields that the client adds. If that fails, the call fails, and nothing else disposes the body.
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
            body.DisposeAfterFailure();
            throw;
        }
    }

    // RFC 7617 section 2: sends the URL's user name and password, unless the caller has set the field (BEHAVIOUR C26).
    private static void AddCredentials(Request copy, UserInfo user)
    {
        if (!copy.Header.Has("Authorization") && RequestPlan.BasicCredentials(user) is { } credentials)
            copy.Header.Set("Authorization", credentials);
    }
}
