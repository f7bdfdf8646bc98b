namespace RouteGen;

/// <summary>
/// Parts of a request that were decoded or set. A called request has them from the beginning; a served one gets them when a handler first
/// asks for something that is kept. They belong to one request for ever, so a member that is set too late cannot change another request.
/// Each call allocates them, so what few requests have is in objects of its own.
/// </summary>
internal sealed class RequestParts
{
    private RequestExtras? _extras;
    private RouteParts? _routing;

    /// <summary>True for a request made by a program: then all of its parts are here.</summary>
    internal bool IsCalled;

    internal bool IsChunked;
    internal bool Close;

    /// <summary>True for HTTP/1.0.</summary>
    internal bool IsOld;

    /// <summary>True if method, host or URL differ from the received ones.</summary>
    internal bool IsRewritten;

    internal long ContentLength;
    internal Body Body = Body.Empty;
    internal string? Method;
    internal string? Host;
    internal Url? Url;

    /// <summary>Header. Null until it is first used, also for a request to be sent: many have no fields of their own.</summary>
    internal Header? Header;

    internal RequestContext? Context;
    internal string? RemoteAddr;

    /// <summary>Parts that few requests have. Made on first use.</summary>
    internal RequestExtras Extras => _extras ?? Interlocked.CompareExchange(ref _extras, new RequestExtras(), null) ?? _extras;

    /// <summary>The same, if it is there.</summary>
    internal RequestExtras? ExistingExtras => Volatile.Read(ref _extras);

    /// <summary>Changes of the request by muxes. Made on first use.</summary>
    internal RouteParts Routing => _routing ?? Interlocked.CompareExchange(ref _routing, new RouteParts(), null) ?? _routing;

    /// <summary>The same, if it is there.</summary>
    internal RouteParts? ExistingRouting => Volatile.Read(ref _routing);
}
