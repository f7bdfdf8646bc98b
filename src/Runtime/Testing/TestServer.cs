using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen;

/// <summary>
/// A server for tests, on a free port of 127.0.0.1, with a client. Go's name: <c>httptest.Server</c>.
/// </summary>
/// <remarks>
/// <c>DisposeAsync</c> waits until all responses are complete, so that nothing is running after a test. After 5 s it writes to standard
/// error what it is waiting for. Thread-safe.
/// </remarks>
public sealed class TestServer : IAsyncDisposable
{
    private const string LoopbackAddr = "127.0.0.1:0";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly Transport _transport;
    private readonly string _scheme;

    private TestServer(Func<Action<string>, Server> make)
    {
        _scheme = "http";
        _transport = new Transport();
        Client = new Client { Transport = _transport };
        Server = make(_log.Enqueue);
        Server.Start();
    }

    private TestServer(IHandler? handler, TlsCertificates certificates)
    {
        _scheme = "https";
        _transport = new Transport { TlsClientConfig = TestServerCertificate.ClientOptions };
        Client = new Client { Transport = _transport };
        Server =
            new Server { Handler = handler, ErrorLog = _log.Enqueue, ShutdownIdleGrace = TimeSpan.Zero, TlsCertificates = certificates };
        Server.StartTls(Listener.Listen(LoopbackAddr));
    }

    /// <summary>The server, which is already listening.</summary>
    public Server Server { get; }

    /// <summary>A client with its own connection pool, which is closed together with the server.</summary>
    public Client Client { get; }

    /// <summary>The base URL, such as <c>http://127.0.0.1:40123</c>, without a trailing slash. Go's name: <c>URL</c>.</summary>
    public string Url => $"{_scheme}://{Server.LocalEndPoint}";

    /// <summary>
    /// The certificate of servers that <see cref="StartTls"/> starts: self-signed, created once per process, for <c>localhost</c>,
    /// <c>example.com</c> and the loopback addresses. <see cref="Client"/> trusts it; other clients must be configured to do so. Go's name:
    /// <c>Certificate</c>.
    /// </summary>
    public static X509Certificate2 Certificate => TestServerCertificate.Instance;

    /// <summary>Log entries of the server so far. Empty if the test created the server itself.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts a server with default options. Go's name: <c>httptest.NewServer</c>.</summary>
    /// <param name="handler">The handler. Null means <see cref="Http.DefaultServeMux"/>.</param>
    public static TestServer Start(IHandler? handler = null) => new(log => new Server
    {
        Addr = LoopbackAddr,
        Handler = handler,
        ErrorLog = log,
        // No request is on its way when a test ends.
        ShutdownIdleGrace = TimeSpan.Zero,
    });

    /// <summary>Starts a server whose handler is a function.</summary>
    /// <param name="handler">The handler.</param>
    public static TestServer Start(HandlerFunc handler) => Start(Handler.From(handler));

    /// <summary>Starts a server whose handler is an asynchronous function.</summary>
    /// <param name="handler">The handler.</param>
    [OverloadResolutionPriority(2)]
    public static TestServer Start(AsyncHandlerFunc handler) => Start(Handler.From(handler));

    /// <summary>Starts a server whose handler is an asynchronous function that returns a <see cref="ValueTask"/>.</summary>
    /// <param name="handler">The handler.</param>
    [OverloadResolutionPriority(1)]
    public static TestServer Start(ValueTaskHandlerFunc handler) => Start(Handler.From(handler));

    /// <summary>Starts a server that the test has created with its options. Go's name: <c>httptest.NewUnstartedServer</c>.</summary>
    /// <param name="server">The server, not started. Its <see cref="Server.Addr"/> should be a loopback address with port 0.</param>
    /// <exception cref="TransportException">The address cannot be listened on.</exception>
    public static TestServer Start(Server server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new TestServer(_ => server);
    }

    /// <summary>Starts a TLS server whose certificate its client trusts. Go's name: <c>httptest.NewTLSServer</c>.</summary>
    /// <param name="handler">The handler. Null means <see cref="Http.DefaultServeMux"/>.</param>
    public static TestServer StartTls(IHandler? handler = null) => new(handler, new TlsCertificates().Add(Certificate));

    /// <summary>
    /// Waits until all responses are complete, and closes the server and the client's connections. Go's name: <c>Close</c>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        var shutdown = Server.ShutdownAsync();
        if (await Task.WhenAny(shutdown, Task.Delay(s_patience)).ConfigureAwait(false) != shutdown)
            await Console.Error.WriteLineAsync(
                $"The test server at {Url} waits for {Server.ConnCount} connections with unfinished requests.").ConfigureAwait(false);
        await shutdown.ConfigureAwait(false);
    }
}
