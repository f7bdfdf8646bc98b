using RouteGen.IO;

namespace RouteGen;

/// <summary>Sends requests and receives responses. Go's name: <c>http.Client</c>. One client serves a whole program.</summary>
/// <remarks>
/// May be used by any thread, for many requests at once. A status is never a failure. Up to ten requests are sent for one call if servers
/// redirect (<see cref="CheckRedirect"/>). On Linux, without a synchronization context, the code after an <c>await</c> of a call continues
/// on a thread that drives connections, like a handler: it may block or compute, and another thread drives them meanwhile.
/// </remarks>
public sealed partial class Client
{
    // BEHAVIOUR D3: the first outage should not be what finds the missing limit.
    private const int DefaultLimitMs = 100_000;

    private readonly UrlCache _urls = new();

    /// <summary>
    /// Sends each request. Null, the default, means a transport that is shared by all clients without their own. Not disposed with the
    /// client.
    /// </summary>
    public IRoundTripper? Transport { get; init; }

    /// <summary>
    /// Decides on each redirect. Null (the default) follows redirects until ten requests have been sent; then the call fails. Called on any
    /// thread, between two requests; it should not wait.
    /// </summary>
    /// <remarks>
    /// 303, and 301 and 302 after <c>POST</c>, are followed by <c>GET</c> (by <c>HEAD</c> after <c>HEAD</c>) without the body; the others
    /// with the same method and body, unless the body can be sent only once: then the redirect itself is returned. The caller's fields are
    /// sent again; credentials and cookies only until the chain leaves an origin and the subdomains of its host.
    /// </remarks>
    public RedirectPolicy? CheckRedirect { get; init; }

    /// <summary>Keeps the cookies of responses and adds them to requests. If null, the default, the caller handles cookies.</summary>
    public ICookieJar? Jar { get; init; }

    /// <summary>
    /// Time limit of a call, redirects and the body included. Null, the default, means 100 s to the head of the response, and then 100 s
    /// for each wait for more of the body. <see cref="TimeSpan.Zero"/> and <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> mean no
    /// limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Largest decompressed body of a response, in bytes. Zero, the default, means no limit. A read beyond it throws
    /// <see cref="InvalidDataException"/>, and the connection is closed; data within the limit is read before. It does not apply to the
    /// stream of a <c>101</c> response.
    /// </summary>
    public long MaxResponseBodyBytes { get; init; }

    private IRoundTripper RoundTripper => Transport ?? DefaultTransport.Instance;

    /// <summary>Sends a request and waits for the head of its response. Go's name: <c>Client.Do</c>.</summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, also when the call fails.</param>
    /// <param name="cancellationToken">Ends the wait for the head. The token of <see cref="Request.Context"/> ends the body as
    /// well.</param>
    /// <returns>The response, which the caller disposes or reads to its end.</returns>
    /// <exception cref="InvalidOperationException">The request cannot be sent as it is.</exception>
    /// <exception cref="TransportException">The network failed, or a time limit expired
    /// (<see cref="TransportException.IsTimeout"/>).</exception>
    /// <exception cref="ProtocolException">The server broke a rule of HTTP.</exception>
    /// <exception cref="RedirectException">A redirect was refused, or its <c>Location</c> is not a URL.</exception>
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
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> GetAsync(string url, CancellationToken cancellationToken = default) =>
        DoAsync(new Request("GET", _urls.Parse(url)), cancellationToken);

    /// <summary>Sends a HEAD request, like <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ValueTask<Response> HeadAsync(string url, CancellationToken cancellationToken = default) =>
        DoAsync(new Request("HEAD", _urls.Parse(url)), cancellationToken);

    /// <summary>Sends a POST request, like <see cref="DoAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type, or empty to send none.</param>
    /// <param name="body">The body, or null for none.</param>
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
    /// Sends a form with a POST request, as <c>application/x-www-form-urlencoded</c>, like <see cref="DoAsync"/>. Go's name:
    /// <c>Client.PostForm</c>.
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
