using System.Buffers;
using RouteGen.Proxying;

namespace RouteGen;

/// <summary>
/// A handler that forwards requests to a backend and its responses to the client, without buffering them. Go's name:
/// <c>httputil.ReverseProxy</c>.
/// </summary>
/// <remarks>
/// Hop-by-hop fields (RFC 9110 section 7.6.1) are removed in both directions. Trailer fields, informational responses and protocol switches
/// (<c>101</c>) are forwarded. Requests are sent by a transport instead of a <see cref="Client"/>, so redirects and cookies are left to the
/// client, and a response may take days. A request ends when its client leaves. If a response is incomplete, the client's connection is
/// closed. A proxy may be used by any thread, for many requests at once.
/// </remarks>
public sealed partial class ReverseProxy : IHandler
{
    private readonly Action<ProxyRequest> _rewrite;

    /// <summary>Creates a proxy whose function chooses the target of each request.</summary>
    /// <param name="rewrite">Changes <see cref="ProxyRequest.Out"/>, whose URL must then have a scheme and a host (<see
    /// cref="ProxyRequest.SetUrl"/>). Called for every request, by many threads; must not wait. An exception makes the handler fail. Go's
    /// name:
    /// <c>Rewrite</c>.</param>
    public ReverseProxy(Action<ProxyRequest> rewrite)
    {
        _rewrite = rewrite ?? throw new ArgumentNullException(nameof(rewrite));
        ProxyPreload.Run();
    }

    /// <summary>
    /// Creates a proxy for one backend. It applies <see cref="ProxyRequest.SetUrl"/> and <see cref="ProxyRequest.SetXForwarded"/>, and
    /// keeps the client's <c>Host</c>. The client's address is appended to the received <c>X-Forwarded-For</c>. If an outer handler has set
    /// that field to null, it is not sent. Go's name: <c>NewSingleHostReverseProxy</c>.
    /// </summary>
    /// <param name="target">The backend's URL. Its path is prepended to the paths of requests.</param>
    /// <exception cref="ArgumentException">The URL has no scheme or no host.</exception>
    public ReverseProxy(Url target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Scheme.Length == 0 || target.Host.Length == 0)
            throw new ArgumentException("The URL has no scheme or no host; write, for example, http://localhost:9000.", nameof(target));
        _rewrite = request => SendTo(target, request);
        ProxyPreload.Run();
    }

    /// <summary>Same as the constructor with a <see cref="Url"/>.</summary>
    /// <param name="target">The backend's URL.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    /// <exception cref="ArgumentException">The URL has no scheme or no host.</exception>
    public ReverseProxy(string target)
        : this(Url.Parse(target))
    {
    }

    /// <summary>
    /// The round tripper that sends the requests. Null, the default, means the transport that clients use by default. The caller disposes a
    /// transport that it sets.
    /// </summary>
    public IRoundTripper? Transport { get; init; }

    /// <summary>
    /// Longest time that received data stays in the output buffer. Zero, the default, means until the buffer is full. A negative time, such
    /// as <see cref="Timeout.InfiniteTimeSpan"/>, flushes at once. Responses without a declared length and event streams are always flushed
    /// at once.
    /// </summary>
    public TimeSpan FlushInterval { get; init; }

    /// <summary>
    /// Changes a response, including a <c>101</c>, before it is forwarded. An exception is passed to <see cref="ErrorHandler"/>. Null, the
    /// default, changes nothing.
    /// </summary>
    public Func<Response, ValueTask>? ModifyResponse { get; init; }

    /// <summary>
    /// Responds if the backend cannot be reached or sends an invalid response. Null, the default, responds with 502 and writes to <see
    /// cref="ErrorLog"/> unless the client has left. Only informational responses have been sent before the call.
    /// </summary>
    public Func<ResponseWriter, Request, Exception, ValueTask>? ErrorHandler { get; init; }

    /// <summary>Called with a message for each failure. Null, the default, writes to the log of the server that runs the handler.</summary>
    /// <remarks>May be called by several threads at once, and must not wait.</remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>Pool of the 32 KiB blocks for copying bodies. Default <see cref="ArrayPool{T}.Shared"/>.</summary>
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
