using System.Buffers;
using RouteGen.Proxying;

namespace RouteGen;

/// <summary>
/// A handler that forwards requests to another server, and its responses to the client, without buffering them. Go's name:
/// <c>httputil.ReverseProxy</c>.
/// </summary>
/// <remarks>
/// Fields of the connection (RFC 9110 section 7.6.1) are removed in both directions; trailer fields, informational responses and switches
/// of protocols (<c>101</c>) are passed on. Requests are sent by the transport and not by a <see cref="Client"/>: redirects and cookies are
/// left to the client, and a response may last for days. A request ends when its client leaves. An incomplete response is incomplete for
/// the client, too. One proxy serves any number of requests at once.
/// </remarks>
public sealed partial class ReverseProxy : IHandler
{
    private readonly Action<ProxyRequest> _rewrite;

    /// <summary>Creates a proxy whose function chooses the target of each request.</summary>
    /// <param name="rewrite">
    /// Changes <see cref="ProxyRequest.Out"/>, whose URL must name scheme and host afterwards (<see cref="ProxyRequest.SetUrl"/>). Called
    /// for every request, by many threads; must not wait. An exception fails the handler. Go's name: <c>Rewrite</c>.
    /// </param>
    public ReverseProxy(Action<ProxyRequest> rewrite)
    {
        _rewrite = rewrite ?? throw new ArgumentNullException(nameof(rewrite));
        ProxyPreload.Run();
    }

    /// <summary>
    /// Creates a proxy for one server. It applies <see cref="ProxyRequest.SetUrl"/> and <see cref="ProxyRequest.SetXForwarded"/>, keeps the
    /// client's <c>Host</c>, and appends the client's address to the received <c>X-Forwarded-For</c>, which is not sent if an outer handler
    /// has set it to null. Go's name: <c>NewSingleHostReverseProxy</c>.
    /// </summary>
    /// <param name="target">The server's URL; its path is prepended to those of requests.</param>
    public ReverseProxy(Url target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _rewrite = request => SendTo(target, request);
        ProxyPreload.Run();
    }

    /// <summary>Creates a proxy like the constructor with a <see cref="Url"/>.</summary>
    /// <param name="target">The server's URL.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public ReverseProxy(string target)
        : this(Url.Parse(target))
    {
    }

    /// <summary>
    /// Sends the requests. Null, the default, means the transport that clients without their own share. Not disposed with the proxy.
    /// </summary>
    public IRoundTripper? Transport { get; init; }

    /// <summary>
    /// Longest time that received data waits for more before it is sent on. <see cref="TimeSpan.Zero"/>, the default, means until the
    /// output buffer is full. If negative, such as <see cref="Timeout.InfiniteTimeSpan"/>, it never waits. Responses without a declared
    /// length and event streams never wait.
    /// </summary>
    public TimeSpan FlushInterval { get; init; }

    /// <summary>
    /// Changes a response before it is passed on, including <c>101</c>. An exception is passed to <see cref="ErrorHandler"/>. Null, the
    /// default, changes nothing.
    /// </summary>
    public Func<Response, ValueTask>? ModifyResponse { get; init; }

    /// <summary>
    /// Responds in place of a backend that cannot be reached or sends an invalid response. Null, the default, responds with 502 and writes
    /// to <see cref="ErrorLog"/>, unless the client is gone. When it is called, nothing but informational responses has been sent.
    /// </summary>
    public Func<ResponseWriter, Request, Exception, ValueTask>? ErrorHandler { get; init; }

    /// <summary>Called with a text for each failure. Null, the default, writes to the log of the server that runs the handler.</summary>
    /// <remarks>Called by any thread, also by several at once; must not wait.</remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>Pool of the 32 KiB blocks through which bodies are copied. Default <see cref="ArrayPool{T}.Shared"/>.</summary>
    public ArrayPool<byte> BufferPool { get; init; } = ArrayPool<byte>.Shared;

    private static void SendTo(Url target, ProxyRequest request)
    {
        request.SetUrl(target);
        request.Out.Host = request.In.Host;
        const string Name = "X-Forwarded-For";
        if (request.In.Header.Values(Name) is { Count: > 0 } earlier) request.Out.Header.Set(Name, string.Join(", ", earlier));
        else if (request.In.Header.IsSet(Name)) request.Out.Header.Set(Name, null);
        request.SetXForwarded();
    }

    private void Log(Request received, string what, string detail)
    {
        if (ErrorLog is { } log) log($"{what} {detail}");
        else if (received.Context.Get<Server>() is { } server) server.Logger.Write(what, detail, null, received, received.RemoteAddr);
        else StandardError.Write($"{what} {detail}");
    }
}
