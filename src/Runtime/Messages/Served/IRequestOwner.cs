using System.Net;

namespace RouteGen;

/// <summary>Owner of a served request: the connection that serves it, or the stream of one.</summary>
internal interface IRequestOwner
{
    /// <summary>The peer's address.</summary>
    EndPoint RemoteEndPoint { get; }

    /// <summary>Result of the connection's TLS handshake. Null if it does not use TLS.</summary>
    TlsConnectionState? Tls { get; }

    /// <summary>Creates a context for the request that is being served.</summary>
    RequestContext MakeContext();

    /// <summary>Returns the connection's value of a type, or null. Called only while a request is being served.</summary>
    object? FindValue(Type type);

    /// <summary>Cancels the context when the peer closes or resets the connection.</summary>
    void WatchPeer(RequestContext context);

    /// <summary>Ends a context on the thread pool. Exceptions of its callbacks are logged.</summary>
    void EndLater(RequestContext context);
}
