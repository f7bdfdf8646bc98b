using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>A connection in the server's list: the part that the list and a shutdown use, whatever the protocol.</summary>
internal abstract class HostedConn : ConnDriver
{
    private protected readonly Conn _conn;

    private protected HostedConn(ServerHost host, Conn conn)
    {
        Host = host;
        _conn = conn;
    }

    /// <summary>Links of the server's list of connections, guarded by the lock of the list.</summary>
    internal HostedConn? Previous;
    internal HostedConn? Next;

    internal ServerHost Host { get; private protected set; }

    internal Conn Transport => _conn;

    private protected ResolvedOptions Limits => Host.Limits;
}
