using System.Net;

namespace RouteGen;

/// <summary>
/// A server's connection, as passed to <see cref="Server.ConnState"/> and <see cref="Server.ConnContext"/>. Each connection has one such
/// object.
/// </summary>
/// <remarks>Thread-safe.</remarks>
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

    /// <summary>The local address.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>The peer's address.</summary>
    public EndPoint RemoteEndPoint { get; }
}
