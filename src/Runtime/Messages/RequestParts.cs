namespace RouteGen;

/// <summary>
/// Parts of a request that were decoded or set. A client request has them from the beginning, a served request from their first use. They
/// are never reused, so that a late change cannot affect another request. Each client request allocates them, so parts that few requests
/// have are in separate objects.
/// </summary>
internal sealed class RequestParts
{
    private RequestExtras? _extras;
    private RouteParts? _routing;

    /// <summary>True for a client request: one that a program created, or a copy of a served request. All of its parts are here.</summary>
    internal bool IsCalled;

    internal bool IsChunked;
    internal bool Close;

    /// <summary>True for HTTP/1.0.</summary>
    internal bool IsOld;

    internal bool IsHttp2;

    /// <summary>True if method, host or URL differ from the received ones.</summary>
    internal bool IsRewritten;

    internal long ContentLength;
    internal Body Body = Body.Empty;
    internal string? Method;
    internal string? Host;
    internal Url? Url;

    /// <summary>The header. Null until its first use, because many requests that clients send have no fields.</summary>
    internal Header? Header;

    internal RequestContext? Context;
    internal string? RemoteAddr;

    /// <summary>Parts that few requests have. Created on first use.</summary>
    internal RequestExtras Extras => _extras ?? Interlocked.CompareExchange(ref _extras, new RequestExtras(), null) ?? _extras;

    /// <summary><see cref="Extras"/>, or null before its first use.</summary>
    internal RequestExtras? ExistingExtras => Volatile.Read(ref _extras);

    /// <summary>State that muxes set. Created on first use.</summary>
    internal RouteParts Routing => _routing ?? Interlocked.CompareExchange(ref _routing, new RouteParts(), null) ?? _routing;

    /// <summary><see cref="Routing"/>, or null before its first use.</summary>
    internal RouteParts? ExistingRouting => Volatile.Read(ref _routing);
}
