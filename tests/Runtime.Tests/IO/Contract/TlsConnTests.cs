using System.Net.Sockets;
using System.Security.Authentication;
using RouteGen.IO;

namespace Runtime.Tests.IO;

/// <summary>The contract, with TLS in between.</summary>
public abstract class TlsConnTests : ConnContractTests
{
    private protected abstract SslProtocols Version { get; }

    private protected override int ConnectRounds => 10;

    private protected override Peer ConnectedPeer(Socket socket) => new TlsPeer(socket, Version);

    private protected override Peer AcceptedPeer(Socket socket)
    {
        var peer = new TlsPeer(socket, Version);
        peer.HandshakeAsServer();
        return peer;
    }
}

public sealed class EpollTls13Tests : TlsConnTests
{
    private protected override IoBackend Backend { get; } = new TlsOverBackend(EpollBackend.Instance, SslProtocols.Tls13);

    private protected override SslProtocols Version => SslProtocols.Tls13;
}

public sealed class EpollTls12Tests : TlsConnTests
{
    private protected override IoBackend Backend { get; } = new TlsOverBackend(EpollBackend.Instance, SslProtocols.Tls12);

    private protected override SslProtocols Version => SslProtocols.Tls12;
}

public sealed class SocketTls13Tests : TlsConnTests
{
    private static readonly SocketBackend s_backend = new();

    private protected override IoBackend Backend { get; } = new TlsOverBackend(s_backend, SslProtocols.Tls13);

    private protected override SslProtocols Version => SslProtocols.Tls13;
}
