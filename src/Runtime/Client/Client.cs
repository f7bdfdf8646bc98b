namespace RouteGen;

/// <summary>Sends requests and receives responses. Go's name: <c>http.Client</c>. One client serves a whole program.</summary>
/// <remarks>
/// Any thread, for many requests at once. A status is never a failure. Up to ten requests are sent for one call where servers redirect
/// (<see cref="CheckRedirect"/>). On Linux what follows an <c>await</c> of a call, without a synchronization context, goes on on a thread
/// that drives connections, as a handler runs on one: it may block or compute, and another thread drives them meanwhile.
/// </remarks>
public sealed partial class Client
{
    // BEHAVIOUR D3: the first outage should not be what finds the missing limit.
    private const int DefaultLimitMs = 100_000;

    private readonly UrlCache _urls = new();

    /// <summary>
    /// Sends each request. Null (the default): one transport that all clients without their own share. Not disposed with the client.
    /// </summary>
    public IRoundTripper? Transport { get; init; }

    /// <summary>
    /// Decides on each redirect; null: they are followed until ten requests were sent, then the call fails. Called on any thread, between
    /// two requests; it should not wait.
    /// </summary>
    /// <remarks>
    /// 303, and 301 and 302 after <c>POST</c>, are followed by <c>GET</c> (by <c>HEAD</c> after <c>HEAD</c>) without the body; the others
    /// by the same method and the same body, unless that can be sent once only: then the redirect itself is returned. The caller's fields
    /// go along; credentials and cookies only until the chain leaves an origin and the subdomains of its host.
    /// </remarks>
    public RedirectPolicy? CheckRedirect { get; init; }

    /// <summary>Keeps cookies of responses and adds them to requests; null (the default): cookies are the caller's business.</summary>
    public ICookieJar? Jar { get; init; }

    /// <summary>
    /// Time limit of a call, redirects and the body included. Default null: 100 s to the head of the response, and then 100 s for each wait
    /// for more of the body. <see cref="TimeSpan.Zero"/> or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: no limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Most bytes that the body of a response may have, decompressed. Default 0: no limit. A read beyond it throws
    /// <see cref="InvalidDataException"/>, and the connection is closed; what is within the limit is read before. It does not hold for the
    /// connection that a <c>101</c> gives.
    /// </summary>
    public long MaxResponseBodyBytes { get; init; }

    private IRoundTripper RoundTripper => Transport ?? DefaultTransport.Instance;

    /// <summary>Sends a request and waits for the head of its response. Go's name: <c>Client.Do</c>.</summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, also when the call fails.</param>
    /// <param name="cancellationToken">Ends the wait for the head. The token of <see cref="Request.Context"/> ends the body as
    /// well.</param>
    /// <returns>The response, which the caller disposes or reads to its end.</returns>
    /// <exception cref="InvalidOperationException">The request cannot be sent as it is.</exception>
    /// <exception cref="TransportException">The network failed, or a limit of time ran out
    /// (<see cref="TransportException.IsTimeout"/>).</exception>
    /// <exception cref="ProtocolException">The server broke a rule of HTTP.</exception>
    /// <exception cref="RedirectException">A redirect was refused, or names no URL.</exception>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public ValueTask<Response> DoAsync(Request request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MaxResponseBodyBytes > 0
            ? DoBoundedAsync(request, cancellationToken)
            : DoWithinAsync(request, MakeLimits(), cancellationToken);
    }

    /// <summary>Sends a GET request; as <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> GetAsync(string url, CancellationToken cancellationToken = default) =>
        DoAsync(new Request("GET", _urls.Parse(url)), cancellationToken);

    /// <summary>Sends a HEAD request; as <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> HeadAsync(string url, CancellationToken cancellationToken = default) =>
        DoAsync(new Request("HEAD", _urls.Parse(url)), cancellationToken);

    /// <summary>Sends a POST request; as <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type; empty: none is sent.</param>
    /// <param name="body">The body; null: none.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> PostAsync(string url, string contentType, Body? body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        var request = new Request("POST", _urls.Parse(url), body);
        if (contentType.Length > 0) request.Header.Set("Content-Type", contentType);
        return DoAsync(request, cancellationToken);
    }

    /// <summary>
    /// Sends a form by POST, as <c>application/x-www-form-urlencoded</c>; as <see cref="DoAsync"/>. Go's name: <c>Client.PostForm</c>.
    /// </summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="form">Names and values, in this order.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> PostFormAsync(
        string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(form);
        return PostAsync(url, "application/x-www-form-urlencoded", UrlEncoding.EscapeForm(form), cancellationToken);
    }

    /// <summary>Closes the transport's idle connections, if it is a <see cref="RouteGen.Transport"/>.</summary>
    public void CloseIdleConnections() => (RoundTripper as Transport)?.CloseIdleConnections();

    private async ValueTask<Response> DoBoundedAsync(Request request, CancellationToken cancellationToken)
    {
        var response = await DoWithinAsync(request, MakeLimits(), cancellationToken).ConfigureAwait(false);
        var body = response.Body;
        if (!body.CanWrite) response.Body = new MaxBytesBody(body, MaxResponseBodyBytes, body.Dispose);
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
