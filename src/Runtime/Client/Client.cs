using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// An HTTP client, which follows redirects and can store cookies. Go's name: <c>http.Client</c>. One client serves a whole program.
/// </summary>
/// <remarks>
/// May be used by any thread, for many requests at once. No status code is an error. Up to ten requests are sent for one call if servers
/// redirect (<see cref="CheckRedirect"/>). On Linux, without a synchronization context, code after an <c>await</c> of a call runs on a
/// thread that drives connections, like a handler. It may block or compute; another thread then drives the connections.
/// </remarks>
public sealed partial class Client
{
    // BEHAVIOUR D3: a limit applies by default, so that a missing limit is not discovered in an outage.
    private const int DefaultLimitMs = 100_000;

    private readonly UrlCache _urls = new();

    /// <summary>
    /// The round tripper that sends each request. Null, the default, means a transport that all clients without their own share. The caller
    /// disposes a transport that it sets.
    /// </summary>
    public IRoundTripper? Transport { get; init; }

    /// <summary>
    /// Policy for redirects. Null, the default, follows them until ten requests have been sent; then the call fails. It may be called on
    /// any thread, between two requests, and should not block.
    /// </summary>
    /// <remarks>
    /// A 303, and a 301 or 302 after <c>POST</c>, is followed by a <c>GET</c> without the body (<c>HEAD</c> stays <c>HEAD</c>). Other
    /// redirects keep the method and the body, but a <c>GET</c> or <c>HEAD</c> keeps its body only after a 307 or 308. If the body cannot
    /// be sent again, the redirect itself is returned. The caller's fields are sent again. Credentials and cookies are dropped
    /// for the rest of the chain at the first redirect that leads neither to the same origin nor to a subdomain of its host with the same
    /// scheme and port.
    /// </remarks>
    public RedirectPolicy? CheckRedirect { get; init; }

    /// <summary>
    /// The jar that stores the cookies of responses and adds them to requests. If null, the default, the caller handles cookies.
    /// </summary>
    public ICookieJar? Jar { get; init; }

    /// <summary>
    /// Time limit of a call, including redirects and the body. Null, the default, allows 100 s until the head of the response, and then 100
    /// s for each wait for more of the body. <see cref="TimeSpan.Zero"/> and <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> mean
    /// no limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Largest decompressed body of a response, in bytes. Zero, the default, means no limit. Data within the limit is returned; a read
    /// beyond it throws <see cref="InvalidDataException"/> and closes the connection. The limit does not apply to the stream of a
    /// <c>101</c> response.
    /// </summary>
    public long MaxResponseBodyBytes { get; init; }

    private IRoundTripper RoundTripper => Transport ?? DefaultTransport.Instance;

    /// <summary>Sends a request and waits for the head of its response. Go's name: <c>Client.Do</c>.</summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, even if the call fails.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response. The token of <see cref="Request.Context"/> also ends
    /// reads of the body.</param>
    /// <returns>The response, which the caller disposes or reads to its end.</returns>
    /// <exception cref="InvalidOperationException">The request is not valid; for example, its URL has no host.</exception>
    /// <exception cref="TransportException">The network failed, or a time limit expired
    /// (<see cref="TransportException.IsTimeout"/>).</exception>
    /// <exception cref="ProtocolException">The server broke a rule of HTTP.</exception>
    /// <exception cref="RedirectException">There were too many redirects, or one was refused or not valid.</exception>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public ValueTask<Response> DoAsync(Request request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MaxResponseBodyBytes > 0
            ? DoBoundedAsync(request, cancellationToken)
            : DoWithinAsync(request, MakeLimits(), cancellationToken);
    }

    /// <summary>Sends a GET request, like <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> GetAsync(string url, CancellationToken cancellationToken = default) =>
        DoAsync(new Request("GET", _urls.Parse(url)), cancellationToken);

    /// <summary>Sends a HEAD request, like <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> HeadAsync(string url, CancellationToken cancellationToken = default) =>
        DoAsync(new Request("HEAD", _urls.Parse(url)), cancellationToken);

    /// <summary>Sends a POST request, like <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type, or empty to send none.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> PostAsync(string url, string contentType, Body? body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        var request = new Request("POST", _urls.Parse(url), body);
        if (contentType.Length > 0) request.Header.Set("Content-Type", contentType);
        return DoAsync(request, cancellationToken);
    }

    /// <summary>
    /// Sends a form with a POST request, as <c>application/x-www-form-urlencoded</c>, like <see cref="DoAsync"/>. Go's name:
    /// <c>Client.PostForm</c>.
    /// </summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="form">Names and values, in this order.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> PostFormAsync(
        string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(form);
        return PostAsync(url, "application/x-www-form-urlencoded", UrlEncoding.EscapeForm(form), cancellationToken);
    }

    /// <summary>Closes idle connections if the round tripper is a <see cref="RouteGen.Transport"/>.</summary>
    public void CloseIdleConnections() => (RoundTripper as Transport)?.CloseIdleConnections();

    private async ValueTask<Response> DoBoundedAsync(Request request, CancellationToken cancellationToken)
    {
        var response = await DoWithinAsync(request, MakeLimits(), cancellationToken).ConfigureAwait(false);
        var body = response.Body;
        if (!body.CanWrite) response.Body = new MaxBytesBody(body, MaxResponseBodyBytes, body.DisposeAfterFailure);
        return response;
    }

    private ExchangeLimits MakeLimits()
    {
        if (Timeout is not { } limit)
            return new ExchangeLimits(Environment.TickCount64 + DefaultLimitMs, coversBody: false, DefaultLimitMs);
        if (limit <= TimeSpan.Zero) return default;
        return new ExchangeLimits(Environment.TickCount64 + Instants.Milliseconds(limit), coversBody: true, silenceMs: 0);
    }
}
