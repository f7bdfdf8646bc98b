using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Runtime.Tests.Support;

namespace Runtime.Tests.IO;

/// <summary>
/// The test's end of a TLS connection: <see cref="SslStream"/> over the socket. A client shakes hands when it is first used.
/// </summary>
internal sealed class TlsPeer : Peer
{
    private readonly SslStream _ssl;
    private readonly SslProtocols _version;

    internal TlsPeer(Socket socket, SslProtocols version)
        : base(socket)
    {
        _version = version;
        _ssl = new SslStream(new NetworkStream(socket));
    }

    internal void HandshakeAsServer() => _ssl.AuthenticateAsServer(new SslServerAuthenticationOptions
    {
        ServerCertificate = TestCertificate.Localhost,
        EnabledSslProtocols = _version,
    });

    internal override int Send(ReadOnlySpan<byte> data)
    {
        BeHandshaken();
        _ssl.Write(data);
        return data.Length;
    }

    // A stream that was cut in the middle of a record ends here like any other: how much of it came is what the tests look at.
    internal override int Receive(Span<byte> buffer)
    {
        try
        {
            BeHandshaken();
            return _ssl.Read(buffer);
        }
        catch (IOException e) when (
            e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset } reset && _ssl.IsAuthenticated)
        {
            throw reset;
        }
        catch (IOException e) when (
            e.InnerException is not SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
        {
            return 0;
        }
    }

    internal override void Shutdown(SocketShutdown how)
    {
        BeHandshaken();
        _ssl.ShutdownAsync().GetAwaiter().GetResult();
        Socket.Shutdown(how);
    }

    public override void Dispose()
    {
        _ssl.Dispose();
        base.Dispose();
    }

    private void BeHandshaken()
    {
        if (!_ssl.IsAuthenticated)
        {
            _ssl.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = _version,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
        }
    }
}
