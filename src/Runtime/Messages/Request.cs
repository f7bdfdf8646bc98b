// As in Go, one type serves both directions. A *served* request is a face: a small object that is never reused. It refers to the received
// head, which is pooled, and decodes parts on demand; decoded and changed parts are stored in RequestParts. When the request ends, the face
// clears its reference, and its members throw (Request.Serve.cs). A *called* request is created with `new Request(...)`. It has
// RequestParts from the beginning, and no received head.
namespace RouteGen;

/// <summary>A request that a handler has received, or that a <c>Client</c> sends. Go's name: <c>http.Request</c>.</summary>
/// <remarks>
/// Not thread-safe. After the handler of a served request has completed, its members throw <see cref="ObjectDisposedException"/>; they
/// never expose data of another request. <see cref="Clone"/> makes a copy that may be kept.
/// </remarks>
public sealed partial class Request : IHeaderHolder
{
    private RequestParts? _parts;

    /// <summary>Creates a request to be sent.</summary>
    /// <param name="method">The method, a token. Empty or null means <c>GET</c>.</param>
    /// <param name="url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="context">Cancellation and values. Null means a new context.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public Request(string? method, string url, Body? body = null, RequestContext? context = null)
        : this(method, Url.Parse(url), body, context)
    {
    }

    /// <summary>Creates a request to be sent.</summary>
    /// <param name="method">The method, a token. Empty or null means <c>GET</c>.</param>
    /// <param name="url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="context">Cancellation and values. Null means a new context.</param>
    public Request(string? method, Url url, Body? body = null, RequestContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        body ??= Body.Empty;
        _parts = new RequestParts
        {
            IsCalled = true,
            Method = string.IsNullOrEmpty(method) ? "GET" : method,
            Url = url,
            Body = body,
            ContentLength = body.ContentLength,
            Context = context,
        };
    }

    /// <summary>The method, case-sensitive.</summary>
    public string Method
    {
        get => _parts?.Method is { } known ? Live(known) : (string)Decode(ReceivedPart.Method)!;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var parts = Parts;
            parts.Method = value;
            parts.IsRewritten = true;
        }
    }

    /// <summary>The parsed URL. In a served request it has a host only if the target was in absolute form.</summary>
    public Url Url
    {
        get => _parts?.Url is { } known ? Live(known) : MakeUrl();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var parts = Parts;
            parts.Url = value;
            parts.IsRewritten = true;
        }
    }

    /// <summary>
    /// The host of the request, with its port if there is one. In a served request, it is from the target or the <c>Host</c> field. In a
    /// request to be sent, it is the value of the <c>Host</c> field; empty means the host of the URL.
    /// </summary>
    public string Host
    {
        get => _parts is { } parts ? Live(parts).Host ??= DecodeHost() : DecodeHost();
        set
        {
            var parts = Parts;
            parts.Host = value;
            parts.IsRewritten = true;
        }
    }

    /// <summary>The fields. As in Go, received <c>Host</c>, <c>Transfer-Encoding</c> and <c>Trailer</c> fields are not included.</summary>
    public Header Header => _parts?.Header is { } known ? Live(known) : MakeHeader();

    /// <summary>
    /// The body, never null. The body of a served request is read from the connection. The transport disposes the body of a request that it
    /// sends.
    /// </summary>
    public Body Body
    {
        get => SentBody;
        set => Parts.Body = value ?? Body.Empty;
    }

    /// <summary>
    /// The length of the body in bytes, or -1 if unknown. In a request to be sent, it is initially the length of the constructor's body,
    /// and can be set for a stream.
    /// </summary>
    public long ContentLength
    {
        get => Live(_parts is { } parts ? parts.ContentLength : Received.ContentLength);
        set => Parts.ContentLength = value;
    }

    /// <summary>True if the body was or will be sent in the chunked transfer coding.</summary>
    public bool IsChunked
    {
        get => Live(_parts is { } parts ? parts.IsChunked : Received.Head.IsChunked);
        set => Parts.IsChunked = value;
    }

    /// <summary>True if the connection closes after this request.</summary>
    public bool Close
    {
        get => Live(_parts is { } parts ? parts.Close : Received.Close);
        set => Parts.Close = value;
    }

    /// <summary>The protocol: <c>HTTP/2.0</c>, <c>HTTP/1.1</c> or <c>HTTP/1.0</c>.</summary>
    public string Proto => Live(_parts is { } parts ? ProtoOf(parts) : Received.Proto);

    /// <summary>
    /// The trailer fields. Null if none were set, announced or received. In a served request, values are available after the body was read
    /// to its end.
    /// </summary>
    public Header? Trailer
    {
        get => Live(_parts?.ExistingExtras is { IsTrailerKnown: true } extras ? extras.Trailer : FindTrailer());
        set => SetTrailer(Parts, value);
    }

    /// <summary>Cancellation and values. Created on first use.</summary>
    public RequestContext Context => _parts?.Context is { } known ? Live(known) : MakeContext();

    /// <summary>
    /// Sets <see cref="Url"/> for the next handler. Returns the previous URL and route, for <see cref="Restore"/> when that handler has
    /// completed. (Go passes a copy of the request instead.)
    /// </summary>
    /// <param name="url">The URL.</param>
    internal RequestTarget Rewrite(Url url)
    {
        var former = TakeTarget();
        Url = url;
        return former;
    }

    /// <summary>
    /// Rewrites a request as received, like <see cref="Rewrite"/>. The mount's path is removed when the URL is first read.
    /// </summary>
    /// <param name="mount">The mount point. <see cref="MountPoint.CanStrip"/> must be true for the received path.</param>
    internal RequestTarget RewriteBelow(MountPoint mount)
    {
        var former = TakeTarget();
        var parts = Parts;
        parts.Url = null;
        parts.Routing.StrippedOf = mount;
        parts.IsRewritten = true;
        return former;
    }

    private RequestTarget TakeTarget()
    {
        var parts = _parts;
        var routing = parts?.ExistingRouting;
        return new(
            parts?.Url, routing?.StrippedOf, _route, parts is { IsRewritten: true }, routing?.RoutedPath, routing?.MountPoint,
            routing?.MountedMux);
    }

    /// <summary>Reverts <see cref="Rewrite"/>, even if the request has ended.</summary>
    internal void Restore(in RequestTarget former)
    {
        _route = former.Route;
        if (_parts is not { } parts) return;
        parts.Url = former.Url;
        parts.IsRewritten = former.IsRewritten;
        if (parts.ExistingRouting is not { } routing) return;
        routing.StrippedOf = former.StrippedOf;
        routing.RoutedPath = former.RoutedPath;
        SetMount(former.MountPoint, former.MountedMux);
    }

    /// <summary>Reverts <see cref="Rewrite"/>, but keeps the route if the next handler was a mux that has chosen another one.</summary>
    internal void RestoreBut(in RequestTarget former)
    {
        var (route, routedPath) = (_route, _parts?.ExistingRouting?.RoutedPath);
        Restore(former);
        if (route?.Pattern == _route?.Pattern) return;

        // The path that matched the route has been stored, because the inner request was not as received.
        _route = route;
        if (_parts?.ExistingRouting is { } routing) routing.RoutedPath = routedPath;
    }

    /// <summary>Sets the mux that gets the request next, and its mount point. Both are null if the mux is not mounted.</summary>
    internal void SetMount(MountPoint? point, IHandler? mux)
    {
        if (_parts?.ExistingRouting is null && point is null && mux is null) return;
        // Works even if the request has ended, because an abandoned handler still reverts its changes.
        var routing = (_parts ?? Parts).Routing;
        routing.MountPoint = point;
        routing.MountedMux = mux;
    }

    /// <summary>
    /// Mount point of <see cref="MountedMux"/>, relative to the outermost mux. Null if the request was not passed to a mounted mux.
    /// </summary>
    internal MountPoint? MountPoint => _parts?.ExistingRouting?.MountPoint;

    /// <summary>
    /// The mounted mux that got the request, or null for none. A different mux that one of its handlers calls is not mounted.
    /// </summary>
    internal IHandler? MountedMux => _parts?.ExistingRouting?.MountedMux;

    /// <summary>The body.</summary>
    internal Body SentBody => Live(_parts is { } parts ? parts.Body : Received.Body);

    /// <summary>The fields that are sent. Null if there are none.</summary>
    internal Header? SentHeader => _parts is { IsCalled: true } parts ? parts.Header : Header;

    /// <summary>The context, if one was requested.</summary>
    internal RequestContext? ExistingContext => _parts?.Context;

    private static string ProtoOf(RequestParts parts) => parts.IsHttp2 ? "HTTP/2.0" : parts.IsOld ? "HTTP/1.0" : "HTTP/1.1";
}
