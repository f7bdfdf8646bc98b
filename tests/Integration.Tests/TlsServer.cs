using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using RouteGen;

namespace Integration.Tests;

/// <summary>A TLS server whose certificate is in files, as one is run.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Server _server;

    internal TlsServer(PemFiles files, SslServerAuthenticationOptions? config = null)
    {
        var mux = new ServeMux();
        mux.HandleFunc("/ping", (w, _) => w.Write("pong"u8));
        mux.HandleFunc("/large", (w, _) => w.Write(EchoServer.Large));
        mux.HandleFunc("/echo", async (w, r) => w.Write(await r.Body.ReadAllBytesAsync()));
        mux.HandleFunc(
            "/who", (w, r) => w.Write(System.Text.Encoding.ASCII.GetBytes($"{r.Tls!.Version} {r.Tls.PeerCertificate?.Subject}")));
        _server = new Server { Addr = "127.0.0.1:0", Handler = mux, ErrorLog = _log.Enqueue, TlsConfig = config };
        _server.StartTls(Listener.Listen(_server.Addr), files.Cert, files.Key);
    }

    internal int Port => ((IPEndPoint)_server.LocalEndPoint!).Port;

    internal string Url => $"https://localhost:{Port}";

    /// <summary>What was logged so far.</summary>
    internal IReadOnlyCollection<string> Log => _log;

    public async ValueTask DisposeAsync()
    {
        await _server.ShutdownAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _server.ConnCount);
    }
}
