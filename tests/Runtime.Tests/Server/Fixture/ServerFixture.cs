// A server on a free loopback port, its raw clients, and the checks at the end of every test: no connection is left, no socket of the
// process is left, and nothing was logged that the test did not take.
using System.Collections.Concurrent;
using System.Net;
using RouteGen;

namespace Runtime.Tests.Serving;

internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly List<RawClient> _clients = [];
    private readonly ConcurrentQueue<string> _log = new();
    private readonly int _socketsBefore;

    internal ServerFixture(HandlerFunc handler, ServerOptions? options = null)
        : this(new FuncHandler((w, r) => { handler(w, r); return default; }), options)
    {
    }

    internal ServerFixture(IHandler handler, ServerOptions? options = null)
    {
        options ??= new ServerOptions();
        _socketsBefore = CountSockets();
        Server = new Server
        {
            Addr = "127.0.0.1:0",
            Handler = handler,
            ErrorLog = options.ErrorLog ?? _log.Enqueue,
            ReadHeaderTimeout = options.ReadHeaderTimeout,
            IdleTimeout = options.IdleTimeout,
            ShutdownIdleGrace = options.Grace,
            MaxHeaderBytes = options.MaxHeaderBytes,
            MaxRequestLineBytes = options.MaxRequestLineBytes,
            MaxHeaderCount = options.MaxHeaderCount,
            DisableGeneralOptionsHandler = options.DisableGeneralOptionsHandler,
            ReadTimeout = options.ReadTimeout,
            WriteTimeout = options.WriteTimeout,
            MinBodyRate = options.MinBodyRate,
            MaxConns = options.MaxConns,
            ConnState = options.ConnState,
            OnRefused = options.OnRefused,
            Protocols = options.Protocols,
            BaseContext = options.BaseContext,
            ConnContext = options.ConnContext,
        };
        Server.Start();
    }

    internal static ServerFixture Async(Func<ResponseWriter, Request, Task> handler, ServerOptions? options = null) =>
        new(new FuncHandler((w, r) => new ValueTask(handler(w, r))), options);

    internal Server Server { get; }

    internal IPEndPoint Address => (IPEndPoint)Server.LocalEndPoint!;

    internal RawClient Connect(int receiveBufferBytes = 0)
    {
        var client = new RawClient(Address, receiveBufferBytes);
        lock (_clients) _clients.Add(client);
        return client;
    }

    /// <summary>Sends one piece on a new connection and returns the one answer; the connection is closed by this end.</summary>
    internal Answer Ask(string request, bool isHead = false)
    {
        using var client = new RawClient(Address, 0);
        client.Send(request);
        return client.Read(isHead);
    }

    /// <summary>Waits for a line in the log that holds a text, and takes it.</summary>
    internal string TakeLog(string part) => Eventually.Logged(_log, part);

    internal void ExpectNoConn() => Eventually.True(() => Server.ConnCount == 0, () => $"{Server.ConnCount} connections are left");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        ExpectNoConn();
        await Eventually.Of(Server.ShutdownAsync());
        Eventually.True(() => CountSockets() <= _socketsBefore, () => $"{CountSockets() - _socketsBefore} sockets are left");
        Assert.Empty(_log);
    }

    private static int CountSockets()
    {
        var count = 0;
        foreach (var entry in Directory.EnumerateFiles("/proc/self/fd"))
            if (LinkOf(entry)?.StartsWith("socket:", StringComparison.Ordinal) == true) count++;
        return count;
    }

    // A descriptor may be closed while it is looked at.
    private static string? LinkOf(string entry)
    {
        try
        {
            return new FileInfo(entry).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
