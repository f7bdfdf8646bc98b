using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using RouteGen.IO;
using Runtime.Tests.Support;

namespace Runtime.Tests.IO;

/// <summary>A back end whose connections carry TLS, on top of another one.</summary>
internal sealed class TlsOverBackend(IoBackend backend, SslProtocols version) : IoBackend
{
    internal override IoListener Listen(EndPoint address) => new Listener(backend.Listen(address), new Acceptor(version));

    internal override IoListener Adopt(int descriptor) => new Listener(backend.Adopt(descriptor), new Acceptor(version));

    internal override async ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken) =>
        await TlsConn.ConnectAsync(
            await backend.DialAsync(address, cancellationToken),
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = version,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
            cancellationToken);

    private sealed class Listener(IoListener listener, TlsAcceptor acceptor) : IoListener
    {
        internal override EndPoint LocalEndPoint => listener.LocalEndPoint;

        internal override void Start(Func<Conn, ConnDriver> makeDriver, Action<string> log) => listener.Start(
            below =>
            {
                var conn = new TlsConn(below);
                conn.Driver = makeDriver(conn);
                return new TlsDriver(conn, acceptor);
            },
            log);

        internal override ValueTask StopAsync() => listener.StopAsync();

        internal override void RemoveFile(string path) => listener.RemoveFile(path);
    }

    private sealed class Acceptor(SslProtocols version) : TlsAcceptor
    {
        private readonly SslServerAuthenticationOptions _options = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(TestCertificate.Localhost, null, offline: true),
            EnabledSslProtocols = version,
        };

        internal override long HandshakeMs => 10_000;

        internal override long StopNewMs => 60_000;

        internal override Task AuthenticateAsync(SslStream stream, TlsConn conn) => stream.AuthenticateAsServerAsync(_options);

        internal override ConnDriver DriverOf(TlsConn conn) => conn.Driver!;

        internal override void OnFailed(TlsConn conn, Exception failure)
        {
            // The driver is told too, and the tests look there.
        }
    }
}
