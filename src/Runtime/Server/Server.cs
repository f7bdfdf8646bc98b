using System.Net;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// An HTTP server, which passes requests to a handler. Options can be set only when it is created. Go's name: <c>http.Server</c>.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed partial class Server
{
    /// <summary>
    /// Address to listen on: <c>HOST:PORT</c>, <c>:PORT</c> for every address of the machine (dual-stack), or <c>unix:PATH</c> for a
    /// Unix-domain socket. Port 0 means any free port. If the address is not set, the server listens on the sockets that systemd's socket
    /// activation passed to the process (<see cref="InheritedSocketName"/>), or at <c>:8080</c> if there are none.
    /// </summary>
    /// <remarks>
    /// Only the first server that starts without an address gets the inherited sockets (<see cref="Listener.Inherited"/>). A server whose
    /// address is set ignores them; this is logged once.
    /// </remarks>
    public string Addr
    {
        get => _addr ?? ":8080";
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _addr = value;
        }
    }

    /// <summary>
    /// The name (<c>LISTEN_FDNAMES</c>) of the inherited sockets to serve if <see cref="Addr"/> is not set. Null, the default, means all
    /// sockets.
    /// </summary>
    /// <remarks>The log lists the other sockets. If there are inherited sockets, but none has the name, the start fails.</remarks>
    public string? InheritedSocketName { get; init; }

    /// <summary>The handler. Null, the default, means <c>DefaultServeMux</c>, which has the generated table.</summary>
    /// <remarks>
    /// If the handler is a mux, its mounted members (<see cref="MountAttribute"/>) are read when the server starts, and a member that is
    /// null makes the start fail with <see cref="InvalidOperationException"/>. The members of a mux inside another handler are read when
    /// the first request needs them.
    /// </remarks>
    public IHandler? Handler { get; init; }

    /// <summary>True to pass <c>OPTIONS *</c> to the handler. If false, the default, the server itself responds.</summary>
    public bool DisableGeneralOptionsHandler { get; init; }

    /// <summary>Largest request head accepted, request line included, in bytes. Default 65,536 (64 KiB).</summary>
    /// <remarks>
    /// Zero means the default; the size cannot be unlimited. A longer head gets a 431, and the connection closes. Go allows 4,096 bytes
    /// more.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxHeaderBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Largest request line accepted (method, target and version, without the CRLF), in bytes. Default 16,384 (16 KiB).</summary>
    /// <remarks>
    /// Zero means the default; the size cannot be unlimited. A longer line gets a 414, and the connection closes. The line also counts
    /// towards <see cref="MaxHeaderBytes"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRequestLineBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Largest number of field lines in a head. Default 1,000.</summary>
    /// <remarks>
    /// Zero means the default; the number cannot be unlimited. A head with more lines gets a 431, and the connection closes.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxHeaderCount
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Longest time from a request's first byte to the end of its body. No limit by default.</summary>
    /// <remarks>
    /// Null, zero and negative times mean no limit beyond <see cref="ReadHeaderTimeout"/> and <see cref="MinBodyRate"/>. If the time
    /// expires before the head is complete, the connection closes without a response. If it expires while a handler reads the body, the
    /// read fails with <see cref="TransportError.TimedOut"/>, and the connection closes after the response, which is 408 if the handler
    /// does not catch the exception. A handler can override the limit (<see cref="ResponseController.SetReadDeadline"/>). The resolution is
    /// 100 ms.
    /// </remarks>
    public TimeSpan? ReadTimeout { get; init; }

    /// <summary>Longest time from the accept to the first byte, and from the first byte of a head to its last. Default 10 s.</summary>
    /// <remarks>
    /// Null means the default. Zero means <see cref="ReadTimeout"/> if that is set, and otherwise the default. A negative time, such as
    /// <see cref="Timeout.InfiniteTimeSpan"/>, means no limit. A shorter <see cref="ReadTimeout"/> applies to the head, too. When the time
    /// expires, the connection closes without a response. The resolution is 100 ms.
    /// </remarks>
    public TimeSpan? ReadHeaderTimeout { get; init; }

    /// <summary>Longest time from the end of a request's head to the end of its response. No limit by default.</summary>
    /// <remarks>
    /// Null, zero and negative times mean no limit beyond <see cref="MinBodyRate"/>. When the time expires, the handler is not interrupted,
    /// but its writes and flushes fail with <see cref="TransportError.TimedOut"/>, and the connection closes. A handler can override the
    /// limit (<see cref="ResponseController.SetWriteDeadline"/>). The resolution is 100 ms.
    /// </remarks>
    public TimeSpan? WriteTimeout { get; init; }

    /// <summary>Longest time from a response to the first byte of the next request. Default 120 s.</summary>
    /// <remarks>
    /// Null means the default. Zero means <see cref="ReadTimeout"/> if that is set, and otherwise the default. A negative time, such as
    /// <see cref="Timeout.InfiniteTimeSpan"/>, means no limit. The resolution is 100 ms.
    /// </remarks>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Minimum rate of bodies in both directions, in bytes per second. Default 240.</summary>
    /// <remarks>
    /// Zero means the default. The server waits for a peer for 5 s plus the time that the transferred bytes take at this rate, but at most
    /// a minute at a time; then the connection closes. Time that the handler spends does not count. A handler can replace the limit for its
    /// request (<see cref="ResponseController.SetReadDeadline"/>, <see cref="ResponseController.SetWriteDeadline"/>).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MinBodyRate
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Largest number of open connections. Zero, the default, means no limit but the process's descriptor limit.</summary>
    /// <remarks>
    /// A connection beyond the limit is closed after the accept; only the first one is logged until the server has room again. Hijacked
    /// connections do not count.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxConns
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Time for which an idle connection that has served a request stays open when the server shuts down, in case another request is on its
    /// way. Default 1 s. Zero closes the connection at once.
    /// </summary>
    public TimeSpan ShutdownIdleGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Function that gets each entry of the server's log, such as failures of handlers and of accepting connections. Null, the default,
    /// writes to standard error.
    /// </summary>
    /// <remarks>
    /// An entry consists of the time (UTC, ISO 8601), the event and, if it concerns a request, the method, path (escaped, at most 256
    /// bytes), pattern, handler with its source line, and the peer's address. Continuation lines are indented. At most 10 entries per
    /// second are written for the same event, pattern and type of exception; a later entry reports the number of suppressed ones. The
    /// function may be called by several threads at once, and must not block. Its exceptions are written to standard error.
    /// </remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>
    /// Function that is called once for each request that was malformed or did not arrive in time, before the response is sent. Null by
    /// default.
    /// </summary>
    /// <remarks>
    /// May be called by several threads at once, and must not block. Its exceptions are logged.
    /// </remarks>
    public Action<RefusedRequest>? OnRefused { get; init; }

    /// <summary>Function that is called when the state of a connection changes. Null by default. Go's name: <c>ConnState</c>.</summary>
    /// <remarks>
    /// Called once for each change; the changes of one connection are reported in order. May be called by several threads at once for
    /// different connections, and must not block. Its exceptions are logged.
    /// </remarks>
    public Action<ConnInfo, ConnState>? ConnState { get; init; }

    /// <summary>Function that creates the parent of the contexts of all requests of a listener. Null by default.</summary>
    /// <remarks>Called once for each listener, when the server begins to serve it. Its exceptions are thrown to the caller.</remarks>
    public Func<Listener, RequestContext>? BaseContext { get; init; }

    /// <summary>
    /// Function that returns the parent of the contexts of all requests of a connection. It gets the context of <see cref="BaseContext"/>,
    /// or an empty one, and returns that context or one derived from it. Null by default.
    /// </summary>
    /// <remarks>
    /// Called after a connection is accepted and before data is read. May be called by several threads at once, and must not block. Add
    /// values only to a derived context, because all connections share the one that is passed. An exception closes the connection and is
    /// logged.
    /// </remarks>
    public Func<RequestContext, ConnInfo, RequestContext>? ConnContext { get; init; }

    /// <summary>The first bound address, with the actual port. Null before the server listens.</summary>
    public EndPoint? LocalEndPoint { get; private set; }

    /// <summary>Number of open connections.</summary>
    public int ConnCount => Host.Conns.Count;

    internal ResolvedOptions Limits => Host.Limits;

    /// <summary>The part of this server that its connections use. Created on first use, when all options are set.</summary>
    internal ServerHost Host => _host ?? Interlocked.CompareExchange(ref _host, MakeHost(), null) ?? _host;

    // Null if Addr is not set.
    private readonly string? _addr;

    private ServerHost? _host;

    private ServerHost MakeHost() => new(this, Resolve(), new ServerLog(LogClock, ErrorLog))
    {
        Handler = Handler,
        HandlesGeneralOptions = !DisableGeneralOptionsHandler,
        OnRefused = OnRefused,
        UnencryptedHttp2 = (Protocols & Protocols.UnencryptedHttp2) != 0 ? Http2 : null,
    };
}
