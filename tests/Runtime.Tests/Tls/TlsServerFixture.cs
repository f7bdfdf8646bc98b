// A TLS server on a free loopback port, its log, and what every test ends with: no connection is left, and nothing was logged that the test
// did not take.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using RouteGen;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace Runtime.Tests.Tls;

internal sealed class TlsServerFixture : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();

    internal TlsServerFixture(
        HandlerFunc? handler = null,
        SslServerAuthenticationOptions? config = null,
        TlsCertificates? certificates = null,
        IReadOnlyDictionary<string, TlsNextProtoHandler>? nextProto = null,
        TimeSpan? headLimit = null,
        TimeSpan? idleLimit = null,
        string? certFile = null,
        string? keyFile = null,
        Protocols protocols = Protocols.Http1)
    {
        Server = new Server
        {
            Addr = "127.0.0.1:0",
            Handler = new FuncHandler((w, r) =>
            {
                (handler ?? ((w, _) => w.Write("pong"u8)))(w, r);
                return default;
            }),
            ErrorLog = _log.Enqueue,
            TlsConfig = config
                ?? (certificates is null && certFile is null
                    ? new SslServerAuthenticationOptions { ServerCertificate = TestCertificate.Localhost } : null),
            TlsCertificates = certificates,
            TlsNextProto = nextProto,
            Protocols = protocols,
            ReadHeaderTimeout = headLimit,
            IdleTimeout = idleLimit,
        };
        Server.StartTls(Listener.Listen(Server.Addr), certFile, keyFile);
    }

    internal Server Server { get; }

    internal IPEndPoint Address => (IPEndPoint)Server.LocalEndPoint!;

    internal Socket ConnectPlain()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.ReceiveTimeout = socket.SendTimeout = (int)Eventually.Patience.TotalMilliseconds;
        socket.Connect(Address);
        return socket;
    }

    /// <summary>A connection after its handshake, in which every server is trusted unless the options say otherwise.</summary>
    internal SslStream Connect(
        string name = "localhost", SslProtocols version = SslProtocols.None, Action<SslClientAuthenticationOptions>? change = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            EnabledSslProtocols = version,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        change?.Invoke(options);
        var stream = new SslStream(new NetworkStream(ConnectPlain(), ownsSocket: true));
        try
        {
            stream.AuthenticateAsClient(options);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request on a connection and returns what comes until it closes.</summary>
    internal static string Ask(SslStream stream, string target = "/")
    {
        stream.Write(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        return ReadToEnd(stream);
    }

    internal static string ReadToEnd(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    /// <summary>Waits for a line in the log that holds a text, and takes it.</summary>
    internal string TakeLog(string part) => Eventually.Logged(_log, part);

    /// <summary>Takes what was logged, if anything was: where the other end may find its failure first.</summary>
    internal void TakeLogIfAny() => _log.Clear();

    public async ValueTask DisposeAsync()
    {
        Eventually.True(() => Server.ConnCount == 0, () => $"{Server.ConnCount} connections are left");
        await Eventually.Of(Server.ShutdownAsync());
        Assert.Empty(_log);
    }
}
