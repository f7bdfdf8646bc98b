using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// A round tripper that reuses connections. Go's name: <c>http.Transport</c>. One transport serves a whole program; a new one for each
/// request would dial for each request.
/// </summary>
/// <remarks>
/// May be used by any thread, for many requests at once. A transport follows no redirects, stores no cookies and has no time limit for the
/// whole exchange; <see cref="Client"/> adds these. Connections use HTTP/1.1, in clear text or over TLS. <see cref="Dispose"/> closes idle
/// connections. Responses that are being read continue; their connections are closed at the end.
/// </remarks>
public sealed partial class Transport : IRoundTripper, IDisposable
{
    private const int DefaultHeadBytesMax = 10 * 1024 * 1024;

    // Go's default, slightly longer than RFC 8305 section 5 recommends.
    private static readonly TimeSpan DefaultFallbackDelay = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();

    /// <summary>
    /// Largest number of idle connections to all hosts. Beyond it, the least recently used is closed. Default 100. Zero means no limit.
    /// </summary>
    public int MaxIdleConns { get; init; } = 100;

    /// <summary>
    /// Largest number of idle connections for each host. Zero, the default, means that only <see cref="MaxIdleConns"/> applies. A negative
    /// number keeps none.
    /// </summary>
    /// <remarks>With Go's default of 2, a client that sends more requests at once keeps dialing.</remarks>
    public int MaxIdleConnsPerHost { get; init; }

    /// <summary>
    /// Largest number of connections for each host, including dials, connections in use and idle connections. Zero, the default, means no
    /// limit. Further requests wait and are served in order.
    /// </summary>
    public int MaxConnsPerHost { get; init; }

    /// <summary>
    /// Longest time that a connection may be idle. Default 90 s. <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/>
    /// mean no limit.
    /// </summary>
    public TimeSpan IdleConnTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Largest age at which a connection is used for another request, so that address changes of the host take effect. Default 10 minutes.
    /// <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/> mean no limit.
    /// </summary>
    public TimeSpan MaxConnLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time limit of a dial: name lookup, connect, proxy tunnel and TLS handshake together. Default 30 s. <see cref="TimeSpan.Zero"/> and
    /// <see cref="Timeout.InfiniteTimeSpan"/> mean no limit other than the system's.
    /// </summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Time after which addresses of the other family, IPv4 or IPv6, are tried in parallel with those of the first (RFC 8305). Default
    /// 300 ms; zero means the default. If negative, all addresses are tried one after another. Go's name: <c>net.Dialer.FallbackDelay</c>.
    /// </summary>
    public TimeSpan FallbackDelay { get; init; }

    /// <summary>Function that opens connections for the transport. Null, the default, dials TCP. Go uses the same name.</summary>
    /// <remarks>
    /// Called on threads of the pool, possibly several at once. The transport still handles TLS and proxies, so the address is that of the
    /// proxy if one is used. <see cref="DialUnix"/> returns a function for a Unix-domain socket.
    /// </remarks>
    public DialFunc? DialContext
    {
        get => _dialContext;
        init
        {
            _dialContext = value;
            _dialStream = value is null ? null : DialStreamAsync;
        }
    }

    /// <summary>
    /// Function that returns the URL of the proxy for a request, or null for none. The scheme is <c>http</c>, <c>https</c>, <c>socks5</c>
    /// or <c>socks5h</c>; user name and password are optional. With both SOCKS schemes, the proxy resolves names. Null, the default, uses
    /// no proxy. See <see cref="ProxyFromEnvironment"/>.
    /// </summary>
    public Func<Request, Url?>? Proxy { get; init; }

    /// <summary>
    /// Fields of the <c>CONNECT</c> request that asks a proxy for a tunnel. Null, the default, adds none. Fields of the tunnelled request
    /// are never sent to the proxy.
    /// </summary>
    public Header? ProxyConnectHeader { get; init; }

    /// <summary>
    /// Function that returns the fields of a <c>CONNECT</c> request, given the proxy's URL and <c>HOST:PORT</c> of the target. It replaces
    /// <see cref="ProxyConnectHeader"/>, and may return null for no fields. Null, the default, uses <see cref="ProxyConnectHeader"/>. An
    /// exception fails the dial. Called by threads of the pool, several at once; it may block.
    /// </summary>
    public Func<Url, string, Header?>? GetProxyConnectHeader { get; init; }

    /// <summary>
    /// Called with the proxy's URL, the <c>CONNECT</c> request and the proxy's response, whatever its status. The response has no body. An
    /// exception fails the dial. Called by threads of the pool, several at once; it may block. Default null.
    /// </summary>
    public Action<Url, Request, Response>? OnProxyConnectResponse { get; init; }

    /// <summary>
    /// Time that a request with <c>Expect: 100-continue</c> waits for a response before its body is sent anyway. Default 1 s. <see
    /// cref="TimeSpan.Zero"/> sends the body at once. <see cref="Timeout.InfiniteTimeSpan"/> waits without a limit.
    /// </summary>
    public TimeSpan ExpectContinueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time limit for the head of the response, counted from when the request is written. Zero, the default, and <see
    /// cref="Timeout.InfiniteTimeSpan"/> mean no limit.
    /// </summary>
    public TimeSpan ResponseHeaderTimeout { get; init; }

    /// <summary>
    /// Largest response head accepted, in bytes, and largest total size of the informational responses to one request. Default 10,485,760
    /// (10 MiB).
    /// </summary>
    /// <remarks>Zero means the default; unlimited is not offered. A head may have at most 1,000 fields.</remarks>
    public int MaxResponseHeaderBytes { get; init; } = DefaultHeadBytesMax;

    /// <summary>True if each connection serves only one request. Default false.</summary>
    public bool DisableKeepAlives { get; init; }

    /// <summary>
    /// True to leave responses compressed and to send <c>Accept-Encoding</c> only if the request has it. If false, the default, the
    /// transport requests the codings of <see cref="AutomaticDecompression"/> and decodes them.
    /// </summary>
    public bool DisableCompression { get; init; }

    /// <summary>The content codings that the transport requests and decodes. Default gzip, as in Go.</summary>
    /// <remarks>
    /// Applies to requests other than HEAD that have neither <c>Accept-Encoding</c> nor <c>Range</c>. A small body may decode to a very
    /// large one, so set a limit when reading it (<see cref="Body.ReadAllBytesAsync"/> has one).
    /// </remarks>
    public DecompressionMethods AutomaticDecompression
    {
        get => _decompression;
        init
        {
            _decompression = value;
            _acceptEncoding = string.Join(", ", Names(value));
            if (value.HasFlag(DecompressionMethods.Brotli)) _makeBrotliDecoder = static () => new BrotliContentDecoder();
        }
    }

    /// <summary>The back end that dials. Null means the default of the platform. Tests set another.</summary>
    internal IoBackend? Backend { get; init; }

    internal ClientClock Clock { get; init; } = ClientClock.System;

    /// <summary>Function that looks up names. Tests replace it.</summary>
    internal ResolveStep Resolver { get; init; } = NameLookup.ResolveAsync;

    internal ConnPool Pool => Settings.Pool;

    /// <summary>
    /// Closes the connections that are idle now, and those that become idle before the next request. Go uses the same name.
    /// </summary>
    public void CloseIdleConnections() => Pool.CloseIdle();

    /// <summary>
    /// Closes idle connections, cancels dials, and fails requests that wait for a connection with <see cref="ObjectDisposedException"/>. No
    /// connection is kept from then on.
    /// </summary>
    public void Dispose() => Pool.Dispose();
}
