using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// Sends requests over connections that it keeps and uses again. Go's name: <c>http.Transport</c>. One transport serves a whole program;
/// a new one for each request would dial for each.
/// </summary>
/// <remarks>
/// Any thread, for many requests at once. It follows no redirects, keeps no cookies and sets no limit to the whole exchange: that is
/// <see cref="Client"/>'s. Connections are http/1.1, plain or over TLS.
/// Disposing it closes what is idle; responses that are being read go on, and their connections close at the end.
/// </remarks>
public sealed partial class Transport : IRoundTripper, IDisposable
{
    private const int DefaultHeadBytesMax = 10 * 1024 * 1024;

    // Go's default, which RFC 8305 section 5 would have a little shorter.
    private static readonly TimeSpan DefaultFallbackDelay = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();

    /// <summary>Idle connections kept over all hosts; the one used least recently is closed first. Default 100. Zero: no limit.</summary>
    public int MaxIdleConns { get; init; } = 100;

    /// <summary>Idle connections kept for each host. Default 0: only <see cref="MaxIdleConns"/> counts. Negative: none is kept.</summary>
    /// <remarks>Go's default is 2, which makes a client that sends more at once dial anew all the time.</remarks>
    public int MaxIdleConnsPerHost { get; init; }

    /// <summary>
    /// Connections of each host: being dialed, in use and idle. Default 0: no limit. Requests beyond it wait, the first to come first.
    /// </summary>
    public int MaxConnsPerHost { get; init; }

    /// <summary>
    /// Longest time that a connection may be idle. Default 90 s. <see cref="TimeSpan.Zero"/> or <see cref="Timeout.InfiniteTimeSpan"/>: no
    /// limit.
    /// </summary>
    public TimeSpan IdleConnTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Greatest age at which a connection is still used for another request, so that a change of the host's addresses is followed. Default
    /// 10 minutes. <see cref="TimeSpan.Zero"/> or <see cref="Timeout.InfiniteTimeSpan"/>: no limit.
    /// </summary>
    public TimeSpan MaxConnLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time limit for the look-up of a host and the attempts to connect, together. Default 30 s. <see cref="TimeSpan.Zero"/> or
    /// <see cref="Timeout.InfiniteTimeSpan"/>: no limit of ours.
    /// </summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Time for which the addresses of one family, IPv6 or IPv4, are tried alone before those of the other are tried beside them (RFC
    /// 8305). Default 300 ms, as for <see cref="TimeSpan.Zero"/>. Negative: they are tried one after the other. Go's name:
    /// <c>net.Dialer.FallbackDelay</c>.
    /// </summary>
    public TimeSpan FallbackDelay { get; init; }

    /// <summary>Opens connections in place of the transport; null: the transport dials TCP. Its name is Go's.</summary>
    /// <remarks>
    /// Called on threads of the pool, several times at once. TLS and proxies are the transport's business still: it is given the address of
    /// the proxy, if there is one. <see cref="DialUnix"/> makes one for a Unix-domain socket.
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
    /// at the proxy), perhaps with user name and password; null: none for this one. Default null: never one. See
    /// <see cref="ProxyFromEnvironment"/>.
    /// </summary>
    public Func<Request, Url?>? Proxy { get; init; }

    /// <summary>
    /// Fields of the <c>CONNECT</c> that asks a proxy for a tunnel; null: none. Those of the request are never sent to it.
    /// </summary>
    public Header? ProxyConnectHeader { get; init; }

    /// <summary>
    /// Makes the fields of each <c>CONNECT</c>, from the proxy's URL and <c>HOST:PORT</c> of the target, in place of
    /// <see cref="ProxyConnectHeader"/>; null (the default), as well as its response null: see there, and none. What it throws fails the
    /// dial. Called by threads of the pool, several at once; it may block.
    /// </summary>
    public Func<Url, string, Header?>? GetProxyConnectHeader { get; init; }

    /// <summary>
    /// Told of a proxy's response to a <c>CONNECT</c>, whatever its status, with the proxy's URL and the request; null (the default): no
    /// call. What it throws fails the dial. Called by threads of the pool, several at once; it may block. The response has no body.
    /// </summary>
    public Action<Url, Request, Response>? OnProxyConnectResponse { get; init; }

    /// <summary>
    /// Time that a request with <c>Expect: 100-continue</c> waits for the server's response before its body is sent anyway. Default 1 s.
    /// <see cref="TimeSpan.Zero"/>: the body is sent at once. <see cref="Timeout.InfiniteTimeSpan"/>: it waits for the word.
    /// </summary>
    public TimeSpan ExpectContinueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time limit for the head of the response, from when the request is written. Default: no limit, as for
    /// <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/>.
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
    /// True if responses are left compressed: <c>Accept-Encoding</c> is sent only if the request has it. Default false: the transport asks
    /// for what <see cref="AutomaticDecompression"/> says and decodes it.
    /// </summary>
    public bool DisableCompression { get; init; }

    /// <summary>The content codings that are asked for and decoded. Default gzip, as in Go.</summary>
    /// <remarks>
    /// Only for a request without <c>Accept-Encoding</c> and <c>Range</c> of its own that is not HEAD. A small body may decode to a very
    /// large one: whoever reads it sets the limit (<see cref="Body.ReadAllBytesAsync"/> has one).
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

    /// <summary>The back end that dials. Null: that of this platform. Tests set their own.</summary>
    internal IoBackend? Backend { get; init; }

    internal ClientClock Clock { get; init; } = ClientClock.System;

    /// <summary>Function that looks names up. Tests set their own.</summary>
    internal ResolveStep Resolver { get; init; } = NameLookup.ResolveAsync;

    internal ConnPool Pool => Settings.Pool;

    /// <summary>
    /// Closes the connections that are idle now, and those that fall idle before the next request. Go's name: <c>CloseIdleConnections</c>.
    /// </summary>
    public void CloseIdleConnections() => Pool.CloseIdle();

    /// <summary>
    /// Closes idle connections, ends waits for one with <see cref="ObjectDisposedException"/>, ends dials, and keeps no connection from
    /// now on.
    /// </summary>
    public void Dispose() => Pool.Dispose();
}
