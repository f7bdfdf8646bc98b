using System.Net;

namespace RouteGen;

/// <summary>
/// A server's connection, as <see cref="Server.ConnState"/> and <see cref="Server.ConnContext"/> see it: the same object each time.
/// </summary>
/// <remarks>Made only for servers that have such a hook. Thread-safe.</remarks>
public sealed class ConnInfo
{
    internal ConnInfo(Server server, EndPoint localEndPoint, EndPoint remoteEndPoint)
    {
        Server = server;
        LocalEndPoint = localEndPoint;
        RemoteEndPoint = remoteEndPoint;
    }

    /// <summary>The server of the connection.</summary>
    public Server Server { get; }

    /// <summary>This end's address.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>The peer's address.</summary>
    public EndPoint RemoteEndPoint { get; }
}
