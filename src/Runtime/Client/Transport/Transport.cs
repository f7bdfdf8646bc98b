using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// Sends requests over connections that it keeps and uses again. Go's name: <c>http.Transport</c>. One transport serves a whole program;
/// a new one for each request would dial for each.
/// </summary>
/// <remarks>
/// May be used by any thread, for many requests at once. It follows no redirects, keeps no cookies and has no limit for the whole exchange:
/// <see cref="Client"/> does that. Connections are http/1.1, plain or over TLS. Disposing it closes idle connections; responses that are
/// being read continue, and their connections close at the end.
/// </remarks>
public sealed partial class Transport : IRoundTripper, IDisposable
{
    private const int DefaultHeadBytesMax = 10 * 1024 * 1024;

    // Go's default, which RFC 8305 section 5 would have a little shorter.
    private static readonly TimeSpan DefaultFallbackDelay = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();

    /// <summary>
    /// Largest number of idle connections over all hosts; the one used least recently is closed first. Default 100. Zero means no limit.
    /// </summary>
    public int MaxIdleConns { get; init; } = 100;

    /// <summary>
    /// Largest number of idle connections for each host. Zero, the default, means that only <see cref="MaxIdleConns"/> applies. If
    /// negative, none is kept.
    /// </summary>
    /// <remarks>Go's default is 2, with which a client that sends more at once dials new connections all the time.</remarks>
    public int MaxIdleConnsPerHost { get; init; }

    /// <summary>
    /// Largest number of connections for each host: being dialed, in use and idle. Zero, the default, means no limit. Further requests
    /// wait, and are served in the order in which they came.
    /// </summary>
    public int MaxConnsPerHost { get; init; }

    /// <summary>
    /// Longest time that a connection may be idle. Default 90 s. <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/>
    /// mean no limit.
    /// </summary>
    public TimeSpan IdleConnTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Greatest age at which a connection is still used for another request, so that a change of the host's addresses takes effect. Default
    /// 10 minutes. <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/> mean no limit.
    /// </summary>
    public TimeSpan MaxConnLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time limit for the look-up of a host and the attempts to connect, together. Default 30 s. <see cref="TimeSpan.Zero"/> and
    /// <see cref="Timeout.InfiniteTimeSpan"/> mean no limit except the system's.
    /// </summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Time for which the addresses of one family, IPv6 or IPv4, are tried alone before those of the other are tried in parallel (RFC
    /// 8305). Default 300 ms, as for <see cref="TimeSpan.Zero"/>. If negative, they are tried one after another. Go's name:
    /// <c>net.Dialer.FallbackDelay</c>.
    /// </summary>
    public TimeSpan FallbackDelay { get; init; }

    /// <summary>Opens connections in place of the transport. Null, the default, dials TCP. Its name is Go's.</summary>
    /// <remarks>
    /// Called on threads of the pool, several times at once. The transport still handles TLS and proxies: the function is passed the
    /// address of the proxy, if there is one. <see cref="DialUnix"/> makes one for a Unix-domain socket.
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
    /// The proxy for each request: a URL with the scheme <c>http</c>, <c>https</c>, <c>socks5</c> or <c>socks5h</c> (either looks names up
    /// at the proxy), optionally with user name and password, or null for no proxy. Null, the default, uses no proxy for any request. See
    /// <see cref="ProxyFromEnvironment"/>.
    /// </summary>
    public Func<Request, Url?>? Proxy { get; init; }

    /// <summary>
    /// Fields of the <c>CONNECT</c> request that asks a proxy for a tunnel. Null, the default, adds none. Fields of the tunnelled request
    /// are never sent to the proxy.
    /// </summary>
    public Header? ProxyConnectHeader { get; init; }

    /// <summary>
    /// Returns the fields of each <c>CONNECT</c> request, from the proxy's URL and <c>HOST:PORT</c> of the target, in place of
    /// <see cref="ProxyConnectHeader"/>; it may return null for none. Null, the default, uses <see cref="ProxyConnectHeader"/>. An
    /// exception fails the dial. Called by threads of the pool, several at once; it may block.
    /// </summary>
    public Func<Url, string, Header?>? GetProxyConnectHeader { get; init; }

    /// <summary>
    /// Called with the proxy's URL, the <c>CONNECT</c> request and the proxy's response to it, whatever its status. The response has no
    /// body. An exception fails the dial. Called by threads of the pool, several at once; it may block. Null by default.
    /// </summary>
    public Action<Url, Request, Response>? OnProxyConnectResponse { get; init; }

    /// <summary>
    /// Time that a request with <c>Expect: 100-continue</c> waits for the server's response before its body is sent anyway. Default 1 s.
    /// <see cref="TimeSpan.Zero"/> sends the body at once. <see cref="Timeout.InfiniteTimeSpan"/> waits without a limit.
    /// </summary>
    public TimeSpan ExpectContinueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time limit for the head of the response, from when the request is written. No limit by default; <see cref="TimeSpan.Zero"/> and
    /// <see cref="Timeout.InfiniteTimeSpan"/> mean no limit.
    /// </summary>
    public TimeSpan ResponseHeaderTimeout { get; init; }

    /// <summary>
    /// Largest response head accepted, in bytes; each informational response counts for itself. Default 10,485,760 (10 MiB).
    /// </summary>
    /// <remarks>Zero means the default; unlimited is not offered. A head may have 1,000 fields.</remarks>
    public int MaxResponseHeaderBytes { get; init; } = DefaultHeadBytesMax;

    /// <summary>True if each connection serves one request only. Default false.</summary>
    public bool DisableKeepAlives { get; init; }

    /// <summary>
    /// True if responses are left compressed: <c>Accept-Encoding</c> is sent only if the request has it. If false, the default, the
    /// transport asks for the codings of <see cref="AutomaticDecompression"/> and decodes them.
    /// </summary>
    public bool DisableCompression { get; init; }

    /// <summary>The content codings that are requested and decoded. Default gzip, as in Go.</summary>
    /// <remarks>
    /// Only for a request without <c>Accept-Encoding</c> and <c>Range</c> of its own that is not HEAD. A small body may decode to a very
    /// large one: set a limit when reading it (<see cref="Body.ReadAllBytesAsync"/> has one).
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

    /// <summary>The back end that dials. Null means that of this platform. Tests set their own.</summary>
    internal IoBackend? Backend { get; init; }

    internal ClientClock Clock { get; init; } = ClientClock.System;

    /// <summary>Function that looks names up. Tests set their own.</summary>
    internal ResolveStep Resolver { get; init; } = NameLookup.ResolveAsync;

    internal ConnPool Pool => Settings.Pool;

    /// <summary>
    /// Closes the connections that are idle now, and those that become idle before the next request. Go's name:
    /// <c>CloseIdleConnections</c>.
    /// </summary>
    public void CloseIdleConnections() => Pool.CloseIdle();

    /// <summary>
    /// Closes idle connections, ends waits for one with <see cref="ObjectDisposedException"/>, ends dials, and keeps no connection from
    /// now on.
    /// </summary>
    public void Dispose() => Pool.Dispose();
}
