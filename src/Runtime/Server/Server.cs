using System.Net;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// Listens, and serves requests with a handler. Options are set when it is created; methods change its state. Go's name:
/// <c>http.Server</c>.
/// </summary>
/// <remarks>Methods may be called by any thread.</remarks>
public sealed partial class Server
{
    /// <summary>
    /// Address to listen at: <c>HOST:PORT</c>, <c>:PORT</c> for every address, dual-stack, or <c>unix:PATH</c> for a Unix-domain socket.
    /// Port 0 takes a free one. If it is not set, the server listens at the sockets that systemd's socket activation passed to the process
    /// (<see cref="InheritedSocketName"/>), and at no other address; if there are none, at <c>:8080</c>.
    /// </summary>
    /// <remarks>
    /// Only the first server that starts gets inherited sockets (<see cref="Listener.Inherited"/>). One whose address is set leaves them
    /// alone, and the log says so.
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
    /// The name of the inherited sockets that are served if <see cref="Addr"/> is not set (<c>LISTEN_FDNAMES</c>). Null, the default, means
    /// all of them.
    /// </summary>
    /// <remarks>The log names those that are left out. If there are sockets, but none has the name, starting the server fails.</remarks>
    public string? InheritedSocketName { get; init; }

    /// <summary>The handler. Null, the default, means <c>DefaultServeMux</c>, which holds the generated table.</summary>
    /// <remarks>
    /// If it is a mux, those that are mounted in it (<see cref="MountAttribute"/>) are looked for when serving starts, and a member that is
    /// null throws <see cref="InvalidOperationException"/> there. If the mux is inside another handler, they are looked for when the first
    /// request needs them.
    /// </remarks>
    public IHandler? Handler { get; init; }

    /// <summary>True if <c>OPTIONS *</c> is passed to the handler. If false, the default, the server responds itself.</summary>
    public bool DisableGeneralOptionsHandler { get; init; }

    /// <summary>Largest request head accepted, request line included, in bytes. Default 65,536 (64 KiB).</summary>
    /// <remarks>
    /// Zero means the default; unlimited is not offered. A longer head is refused with 431 and the connection closes. Go allows 4,096 bytes
    /// more.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public int MaxHeaderBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Largest request line accepted, in bytes, without its CRLF: method, target and version. Default 16,384 (16 KiB).</summary>
    /// <remarks>
    /// Zero means the default; unlimited is not offered. A longer one is refused with 414 and the connection closes. It counts towards
    /// <see cref="MaxHeaderBytes"/>, too.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
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
    /// <remarks>Zero means the default; unlimited is not offered. A head with more gets a 431, and the connection closes.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
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
    /// Null, zero and negative times mean no limit beyond <see cref="ReadHeaderTimeout"/> and <see cref="MinBodyRate"/>. If it expires
    /// while a handler reads, the read fails with <see cref="TransportError.TimedOut"/> and the connection is abandoned; before that, it
    /// closes without a response. A handler can set its own (<see cref="ResponseController.SetReadDeadline"/>). Observed at steps of 100
    /// ms.
    /// </remarks>
    public TimeSpan? ReadTimeout { get; init; }

    /// <summary>Longest time from a head's first byte, or from the accept, to its last byte. Default 10 s.</summary>
    /// <remarks>
    /// Null means the default; zero means <see cref="ReadTimeout"/> if that is set, else the default; a negative time, such as
    /// <see cref="Timeout.InfiniteTimeSpan"/>, no limit. It is never more than <see cref="ReadTimeout"/>. When it expires, the connection
    /// closes without a response. Observed at steps of 100 ms.
    /// </remarks>
    public TimeSpan? ReadHeaderTimeout { get; init; }

    /// <summary>Longest time from the end of a request's head to the end of its response. No limit by default.</summary>
    /// <remarks>
    /// Null, zero and negative times mean no limit beyond <see cref="MinBodyRate"/>. It does not end a handler: later writes and flushes
    /// fail with <see cref="TransportError.TimedOut"/>, and the connection is abandoned. A handler can set its own
    /// (<see cref="ResponseController.SetWriteDeadline"/>). Observed at steps of 100 ms.
    /// </remarks>
    public TimeSpan? WriteTimeout { get; init; }

    /// <summary>Longest time from a response to the first byte of the next request. Default 120 s.</summary>
    /// <remarks>
    /// Null means the default; zero means <see cref="ReadTimeout"/> if that is set, else the default; a negative time, such as
    /// <see cref="Timeout.InfiniteTimeSpan"/>, no limit. Observed at steps of 100 ms.
    /// </remarks>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Minimum rate of bodies in both directions, in bytes per second. Default 240.</summary>
    /// <remarks>
    /// Zero means the default. The server waits for a peer for 5 s plus the time that the transferred bytes take at this rate, at most a
    /// minute at a time; then the connection is abandoned. The time of the handler does not count. A handler can remove the limit for its
    /// request (<see cref="ResponseController.SetReadDeadline"/>, <see cref="ResponseController.SetWriteDeadline"/>).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public int MinBodyRate
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Largest number of open connections. Zero, the default, means no limit except the process's descriptors.</summary>
    /// <remarks>
    /// A connection beyond it is closed after the accept, and the log says so once until there is room again. One that a handler has taken
    /// over does not count.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
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
    /// Time for which a connection that has served stays open for one more request when the server shuts down. Default 1 s. Zero closes it
    /// at once.
    /// </summary>
    public TimeSpan ShutdownIdleGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Called with each entry of the server's log, such as failures of handlers and of accepting connections. Null (the default) writes to
    /// standard error.
    /// </summary>
    /// <remarks>
    /// An entry begins with the time (UTC, ISO 8601) and says what happened and, if it concerns a request, the method, path (escaped, at
    /// most 256 bytes), pattern, handler with its source line, and the peer's address. Further lines of an entry are indented. At most 10
    /// entries per second are written for the same event, pattern and type of exception; then an entry says how many were left out. Called
    /// by any thread, perhaps by several at once; must not block. An exception that it throws is written to standard error.
    /// </remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>
    /// Called once for each request that the parser rejects, before the response is sent. Null (the default) if not wanted.
    /// </summary>
    /// <remarks>
    /// Called by any thread, perhaps for several connections at once; must not block. An exception that it throws is logged, and has no
    /// other effect.
    /// </remarks>
    public Action<RefusedRequest>? OnRefused { get; init; }

    /// <summary>Called when a connection changes its state. Null by default.</summary>
    /// <remarks>
    /// Called once for each change, in the order of the changes of that connection; by any thread, for several connections at once. Must
    /// not wait. An exception is logged.
    /// </remarks>
    public Action<ConnInfo, ConnState>? ConnState { get; init; }

    /// <summary>Creates the parent of the contexts of all requests of a listener. Null by default.</summary>
    /// <remarks>Called once when serving a listener begins. An exception fails that call.</remarks>
    public Func<Listener, RequestContext>? BaseContext { get; init; }

    /// <summary>
    /// Creates the parent of the contexts of all requests of a connection: the context that it is passed (that of
    /// <see cref="BaseContext"/>, or an empty one), or one derived from it. Null by default.
    /// </summary>
    /// <remarks>
    /// Called when a connection was accepted, before its first byte is read; by any thread. Must not wait. Add values to a derived context,
    /// because all connections share the one that is passed. An exception closes the connection and is logged.
    /// </remarks>
    public Func<RequestContext, ConnInfo, RequestContext>? ConnContext { get; init; }

    /// <summary>The first bound address, with the port that was taken; null before <see cref="Start()"/>.</summary>
    public EndPoint? LocalEndPoint { get; private set; }

    /// <summary>Number of open connections.</summary>
    public int ConnCount => _conns.Count;

    internal ResolvedOptions Limits => _limits ?? MakeLimits();

    // Null if it is not set.
    private readonly string? _addr;

    private ResolvedOptions? _limits;

    // Apart, so that the property is read in place.
    private ResolvedOptions MakeLimits() => _limits = new ResolvedOptions(this);

    internal IHandler HandlerFor(Request request)
    {
        if (!DisableGeneralOptionsHandler && request.ServerHead.Form == Protocol.TargetForm.Asterisk
            && request.RawMethod.SequenceEqual("OPTIONS"u8))
            return GeneralOptionsHandler.Instance;
        return Handler ?? ServeMux.Default;
    }
}
