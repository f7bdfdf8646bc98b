// One type for both directions, as in Go. A *served* request stands on the bytes of its received head and decodes a part when it
// is asked for it; it is rented to the connection and reused, and its members check that it is live. A *called* request is made by
// `new Request(...)` and is an ordinary object.
namespace RouteGen;

/// <summary>A request: received by a handler, or made to be sent by a <c>Client</c>. Go's name: <c>http.Request</c>.</summary>
/// <remarks>
/// Not thread-safe. A served request belongs to its handler until that completes; using it afterwards throws
/// <see cref="ObjectDisposedException"/> or, when it already serves another request, sees that one.
/// </remarks>
public sealed partial class Request
{
    private readonly Header _header;
    private Body _body = Body.Empty;
    private RequestContext? _context;
    private string? _method;
    private string? _host;
    private Url? _url;

    // While _url is null: the URL is the one received, without the path of this mount; null: all of it.
    private MountPoint? _strippedOf;
    private Header? _trailer;
    private long _contentLength;

    /// <summary>A request to be sent.</summary>
    /// <param name="method">The method, a token; empty or null: <c>GET</c>.</param>
    /// <param name="url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <param name="body">The body; null: none.</param>
    /// <param name="context">Cancellation and values; null: a new one.</param>
    /// <exception cref="FormatException">The URL cannot be parsed.</exception>
    public Request(string? method, string url, Body? body = null, RequestContext? context = null)
        : this(method, Url.Parse(url), body, context)
    {
    }

    /// <summary>A request to be sent.</summary>
    /// <param name="method">The method, a token; empty or null: <c>GET</c>.</param>
    /// <param name="url">An absolute URL.</param>
    /// <param name="body">The body; null: none.</param>
    /// <param name="context">Cancellation and values; null: a new one.</param>
    public Request(string? method, Url url, Body? body = null, RequestContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        _live = true;
        _header = new Header();
        _method = string.IsNullOrEmpty(method) ? "GET" : method;
        _url = url;
        _body = body ?? Body.Empty;
        _contentLength = _body.ContentLength;
        _context = context;
        Proto = "HTTP/1.1";
    }

    /// <summary>The method, case-sensitive.</summary>
    public string Method
    {
        get => Live(this)._method ??= DecodeMethod();
        set
        {
            _method = value;
            _isRewritten = true;
        }
    }

    /// <summary>The parsed target. For a served request it has a host only when the target was in absolute form.</summary>
    public Url Url
    {
        get => Live(this)._url ??= MakeUrl();
        set
        {
            _url = value;
            _isRewritten = true;
        }
    }

    /// <summary>
    /// The host the request is for, with its port if one was given. Served: from the target or the <c>Host</c> field. Called: overrides the
    /// <c>Host</c> field that is sent; empty: the URL's host.
    /// </summary>
    public string Host
    {
        get => Live(this)._host ??= DecodeHost();
        set
        {
            _host = value;
            _isRewritten = true;
        }
    }

    /// <summary>The fields. <c>Host</c>, <c>Transfer-Encoding</c> and <c>Trailer</c> are kept apart, as in Go.</summary>
    public Header Header => Live(_header);

    /// <summary>The body; never null. Served: read from the connection. Called: sent, and disposed by the transport.</summary>
    public Body Body
    {
        get
        {
            var body = Live(_body);
            if (_serverHead is not null) _escaped |= body is not MemoryBody;
            return body;
        }
        set => _body = value ?? Body.Empty;
    }

    /// <summary>The length of the body in bytes; -1: unknown. Called: set from the body, and may be declared for a stream.</summary>
    public long ContentLength
    {
        get => Live(_contentLength);
        set => _contentLength = value;
    }

    /// <summary>Whether the body is or will be sent in the chunked transfer coding.</summary>
    public bool IsChunked { get; set; }

    /// <summary>Whether the connection closes after this request.</summary>
    public bool Close { get; set; }

    /// <summary>The protocol, <c>HTTP/1.1</c> or <c>HTTP/1.0</c>.</summary>
    public string Proto { get; private set; } = "HTTP/1.1";

    /// <summary>The trailer fields; null: none were announced. Served: the values are there once the body was read to its end.</summary>
    public Header? Trailer
    {
        get => Live(_trailer);
        set => _trailer = value;
    }

    /// <summary>Cancellation and values. Made when first asked for.</summary>
    public RequestContext Context
    {
        get
        {
            Live(this)._escaped = true;
            return _context ??= _contextOwner?.MakeContext() ?? new RequestContext();
        }
    }

    /// <summary>The pattern that chose the handler; empty before routing, and for a called request. Go's name: <c>Request.Pattern</c>.</summary>
    public string Pattern { get; internal set; } = "";

    /// <summary>
    /// Sets <see cref="Url"/> for a handler behind this one, and returns what it and the route were, for
    /// <see cref="Restore"/> when that handler has completed. Go passes a copy of the request on; this one is rented, and there is one of it.
    /// </summary>
    /// <param name="url">The URL.</param>
    internal RequestTarget Rewrite(Url url)
    {
        var former = TakeTarget();
        Url = url;
        return former;
    }

    /// <summary>As <see cref="Rewrite"/>, of a request as received, with its URL below a mount. That is made when somebody asks for it.</summary>
    /// <param name="mount">Where; its path has at most as many segments as the one received has slashes behind the first.</param>
    internal RequestTarget RewriteBelow(MountPoint mount)
    {
        var former = TakeTarget();
        _url = null;
        _strippedOf = mount;
        _isRewritten = true;
        return former;
    }

    private RequestTarget TakeTarget() => new(_url, _strippedOf, Pattern, _isRewritten, _pathNames, _routedPath, MountPoint, MountedMux);

    /// <summary>Takes back what <see cref="Rewrite"/> did.</summary>
    internal void Restore(in RequestTarget former)
    {
        _url = former.Url;
        _strippedOf = former.StrippedOf;
        _isRewritten = former.IsRewritten;
        Pattern = former.Pattern;
        _pathNames = former.PathNames;
        _routedPath = former.RoutedPath;
        SetMount(former.MountPoint, former.MountedMux);
    }

    /// <summary>Takes back what <see cref="Rewrite"/> did, but the route, if the handler behind has chosen another one.</summary>
    internal void RestoreBut(in RequestTarget former)
    {
        var (pattern, names, routedPath) = (Pattern, _pathNames, _routedPath);
        Restore(former);
        if (pattern == former.Pattern) return;

        // The path that the route was matched with has been kept, since the request behind was not as received.
        (Pattern, _pathNames, _routedPath) = (pattern, names, routedPath);
    }

    /// <summary>Says which mux has the request next, and where that is mounted; both null: one that is not.</summary>
    internal void SetMount(MountPoint? point, IHandler? mux)
    {
        MountPoint = point;
        MountedMux = mux;
    }

    /// <summary>Where <see cref="MountedMux"/> is mounted, from the outermost mux on; null: no mounted mux has the request.</summary>
    internal MountPoint? MountPoint { get; private set; }

    /// <summary>The mounted mux that has the request; null: none. Another one, which a handler of it calls, is not mounted there.</summary>
    internal IHandler? MountedMux { get; private set; }

    /// <summary>The body that the transport sends: not the user's look at it.</summary>
    internal Body SentBody => _body;

    /// <summary>The context, if anybody asked for one.</summary>
    internal RequestContext? ExistingContext => _context;
}
