using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using RouteGen;
using Runtime.Tests.Serving;

namespace Runtime.Tests.UserCode;

/// <summary>
/// Each callback of a server fails, with an exception of which no text can be had. Whatever becomes of its request, the process goes on,
/// the connection ends, and the server serves others.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class ServerCallbackTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc";

    /// <summary>How a server is made whose callback fails; null: it does not start.</summary>
    private delegate Server? Make(Action<string> log, IHandler hello);

    /// <summary>By the member of the public API; status 0: the connection closes without a response.</summary>
    private static readonly Dictionary<string, (string Request, int Status, Make Make)> s_rows = new()
    {
        ["Server.ConnState"] = (
            Get, 200, static (log, hello) =>
                new Server { Handler = hello, ErrorLog = log, ConnState = static (_, _) => throw new BrokenException() }),
        ["Server.ConnContext"] = (
            Get, 0, static (log, hello) =>
                new Server { Handler = hello, ErrorLog = log, ConnContext = static (_, _) => throw new BrokenException() }),
        ["Server.OnRefused"] = (
            "GET / HTTP/1.1\r\n\r\n", 400, static (log, hello) =>
                new Server { Handler = hello, ErrorLog = log, OnRefused = static _ => throw new BrokenException() }),
        ["Server.ErrorLog"] = (
            Get, 500, static (_, _) => new Server { Handler = Failing(), ErrorLog = static _ => throw new BrokenException() }),
        ["Server.RegisterOnShutdown(action)"] = (Get, 200, static (log, hello) =>
        {
            var server = new Server { Handler = hello, ErrorLog = log };
            server.RegisterOnShutdown(static () => throw new BrokenException());
            return server;
        }
        ),
        ["IHandler.ServeHttpAsync"] = (Get, 500, static (log, _) => new Server { Handler = Failing(), ErrorLog = log }),
        ["Handler.From(handler)"] = (Get, 500, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = Handler.From(static async (_, _) =>
            {
                await Task.Delay(1);
                throw new BrokenException();
            }),
        }),
        ["Handler.From(handler), which returns null"] = (
            Get, 500, static (log, _) => new Server { Handler = Handler.From(static (_, _) => (Task)null!), ErrorLog = log }),
        ["RequestContext.CancellationToken, when the request ends"] = (Get, 200, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = Handler.From(static (w, r) =>
            {
                r.Context.CancellationToken.Register(static () => throw new BrokenException());
                w.Write("hello");
            }),
        }),
        ["RequestContext.CancellationToken, when the request ends later"] = (Get, 200, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = Handler.From(static async (w, r) =>
            {
                r.Context.CancellationToken.Register(static () => throw new BrokenException());
                await Task.Delay(1);
                w.Write("hello");
            }),
        }),
        ["Http.AccessLog(log)"] = (
            Get, 500, static (log, hello) =>
                new Server { Handler = Http.AccessLog(hello, static _ => throw new BrokenException()), ErrorLog = log }),
        ["ServeMux.Use(middleware)"] = (Get, 500, static (log, hello) =>
        {
            var mux = new ServeMux();
            mux.Use(static _ => Failing());
            mux.Handle("/", hello);
            return new Server { Handler = mux, ErrorLog = log };
        }
        ),
        ["IFileSystem.Open"] = (
            Get, 500, static (log, _) =>
                new Server { Handler = Http.FileServer(new Files(static _ => throw new BrokenException())), ErrorLog = log }),
        ["IFileSystem.Open, which returns null"] = (
            Get, 500, static (log, _) => new Server { Handler = Http.FileServer(new Files(static _ => null!)), ErrorLog = log }),
        ["FileEntry.Entries"] = (
            Get, 500, static (log, _) =>
                new Server
                {
                    Handler = Http.FileServer(new Files(static path => new Entry(path, isDirectory: path is "/" or "" or "."))),
                    ErrorLog = log
                }),
        ["FileEntry.OpenRead"] = (
            Get.Replace("/ ", "/a ", StringComparison.Ordinal), 500, static (log, _) =>
                new Server { Handler = Http.FileServer(new Files(static _ => new Entry("a", isDirectory: false))), ErrorLog = log }),
        ["Http.ServeContentAsync(content)"] = (Get, 500, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = Handler.FromValueTask(static (w, r) => Http.ServeContentAsync(w, r, "a.txt", null, new BrokenStream())),
        }),
        ["ReverseProxy..ctor(rewrite)"] = (
            Post, 500, static (log, _) =>
                new Server { Handler = new ReverseProxy(static _ => throw new BrokenException()), ErrorLog = log }),
        ["ReverseProxy.Transport"] = (
            Post, 502, static (log, _) =>
                new Server
                {
                    Handler = new ReverseProxy("http://a.test") { Transport = new Responding(static () => throw new BrokenException()) },
                    ErrorLog = log
                }),
        ["ReverseProxy.Transport, which returns null"] = (
            Post, 502, static (log, _) =>
                new Server
                { Handler = new ReverseProxy("http://a.test") { Transport = new Responding(static () => null!) }, ErrorLog = log }),
        ["ReverseProxy.ErrorLog"] = (Post, 500, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = new ReverseProxy(
                "http://a.test")
            {
                Transport = new Responding(static () => throw new BrokenException()),
                ErrorLog = static _ =>
                    throw new BrokenException()
            },
        }),
        ["ReverseProxy.ErrorHandler"] = (Post, 500, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = new ReverseProxy(
                "http://a.test")
            {
                Transport = new Responding(static () => throw new BrokenException()),
                ErrorHandler = static (_, _, _) =>
                    throw new BrokenException()
            },
        }),
        ["ReverseProxy.ModifyResponse"] = (Post, 502, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = new ReverseProxy(
                "http://a.test")
            {
                Transport = new Responding(static () => new Response { StatusCode = 200 }),
                ModifyResponse = static _ =>
                    throw new BrokenException()
            },
        }),
        ["ReverseProxy.BufferPool"] = (Post, 0, static (log, _) => new Server
        {
            ErrorLog = log,
            Handler = new ReverseProxy(
                "http://a.test")
            {
                Transport = new Responding(static () => new Response { StatusCode = 200, Body = "hello" }),
                BufferPool = new BrokenPool()
            },
        }),
        ["ResponseWriter.Unwrap, which returns itself"] = (
            Get, 500, static (log, _) =>
                new Server
                {
                    Handler = Handler.From(static (w, _) => new ResponseController(new EndlessWriter(w)).EnableFullDuplex()),
                    ErrorLog = log
                }),
        ["Server.BaseContext"] = (Get, 0, static (log, hello) =>
        {
            var listener = Listener.Listen("127.0.0.1:0");
            var address = (IPEndPoint)listener.LocalEndPoint;
            Assert.Throws<BrokenException>(
                () =>
                    new Server { Handler = hello, ErrorLog = log, BaseContext = static _ => throw new BrokenException() }.Start(listener));
            // Nobody accepts there, and nobody waits for it.
            Eventually.True(() => IsRefused(address), "the listener is open");
            return null;
        }
        ),
    };

    public static TheoryData<string> Members() => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Members))]
    public async Task One_that_fails_costs_its_request_at_most(string member)
    {
        var (request, status, make) = s_rows[member];
        var log = new ConcurrentQueue<string>();
        var server = make(log.Enqueue, Handler.From(static (w, _) => w.Write("hello")));
        if (server is null) return;
        using var listener = Listener.Listen("127.0.0.1:0");
        server.Start(listener);
        for (var round = 0; round < 3; round++)
        {
            using var client = new RawClient((IPEndPoint)listener.LocalEndPoint, 0);
            client.Send(request);
            Assert.StartsWith(status == 0 ? "" : $"HTTP/1.1 {status} ", ReadToEnd(client), StringComparison.Ordinal);
        }

        Eventually.True(() => server.ConnCount == 0, () => $"{server.ConnCount} connections are left");
        await Eventually.Of(server.ShutdownAsync());
        Assert.DoesNotContain(log, static line => line.Contains("A connection failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_callback_that_fails_when_its_peer_has_left_is_logged()
    {
        var log = new ConcurrentQueue<string>();
        var isRegistered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(
            async (_, r) =>
            {
                var token = r.Context.CancellationToken;
                token.Register(static () => throw new BrokenException());
                isRegistered.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
            new ServerOptions { ErrorLog = log.Enqueue });
        using (var client = new RawClient(server.Address, 0))
        {
            client.Send(Get);
            await Eventually.Of(isRegistered.Task);
        }

        Eventually.True(
            () => log.Any(static line => line.Contains("the cancellation of a request failed", StringComparison.Ordinal)),
            "it was not logged");
    }

    [Fact]
    public async Task A_certificate_selection_that_fails_costs_its_handshake()
    {
        var log = new ConcurrentQueue<string>();
        var server = new Server
        {
            ErrorLog = log.Enqueue,
            TlsConfig = new SslServerAuthenticationOptions
            { ServerCertificateSelectionCallback = static (_, _) => throw new BrokenException() },
        };
        using var listener = Listener.Listen("127.0.0.1:0");
        server.StartTls(listener);
        using var transport = new Transport();
        await Assert.ThrowsAsync<TransportException>(
            () =>
                Eventually.Of(
                    transport.RoundTripAsync(new Request("GET", $"https://localhost:{((IPEndPoint)listener.LocalEndPoint).Port}/"))
                        .AsTask()));
        Eventually.True(() => !log.IsEmpty && server.ConnCount == 0, "it was not logged");
        Assert.Contains("TLS handshake error.", Assert.Single(log), StringComparison.Ordinal);
        await Eventually.Of(server.ShutdownAsync());
    }

    /// <summary>Members that have a row.</summary>
    internal static IEnumerable<string> Covered => s_rows.Keys;

    private static bool IsRefused(IPEndPoint address)
    {
        try
        {
            new RawClient(address, 0).Dispose();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    // What is closed before its request was read is reset.
    private static string ReadToEnd(RawClient client)
    {
        try
        {
            return client.ReadToEnd();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            return "";
        }
    }

    private static IHandler Failing() => new FuncHandler(static (_, _) => throw new BrokenException());

    private sealed class Responding(Func<Response> respond) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) => new(respond());
    }

    private sealed class Files(Func<string, FileEntry> open) : IFileSystem
    {
        public FileEntry Open(string path) => open(path);
    }

    private sealed class Entry(string name, bool isDirectory) : FileEntry
    {
        public override string Name => name;

        public override bool IsDirectory => isDirectory;

        public override IEnumerable<FileEntry> Entries() => throw new BrokenException();

        public override Stream OpenRead() => throw new BrokenException();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override long Length => throw new BrokenException();

        public override long Seek(long offset, SeekOrigin loc) => throw new BrokenException();
    }

    private sealed class BrokenPool : ArrayPool<byte>
    {
        public override byte[] Rent(int minimumLength) => new byte[minimumLength];

        public override void Return(byte[] array, bool clearArray = false) => throw new BrokenException();
    }
}
