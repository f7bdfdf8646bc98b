namespace RouteGen;

/// <summary>Owner of a request's context: the connection that serves it.</summary>
internal interface IContextOwner
{
    /// <summary>A context for the request that is being served.</summary>
    RequestContext MakeContext();

    /// <summary>A value that every request of the connection has. Asked for while the request is served.</summary>
    object? FindValue(Type type);

    /// <summary>Watches the peer: the context is cancelled when the peer leaves.</summary>
    void WatchPeer(RequestContext context);
}
