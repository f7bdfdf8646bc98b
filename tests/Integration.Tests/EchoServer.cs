using System.Collections.Concurrent;
using System.Net;
using RouteGen;

namespace Integration.Tests;

/// <summary>A server with the paths that the tests of independent peers ask for. Nothing may be logged.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Server _server;

    internal EchoServer()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/ping", (w, _) => w.Write("pong"u8));
        mux.HandleFunc("/echo", EchoAsync);
        mux.HandleFunc("/large", (w, _) => w.Write(Large));
        mux.HandleFunc("/stream", StreamAsync);
        mux.HandleFunc("/refuse", (w, _) => w.WriteHeader(403));
        _server = new Server { Addr = "127.0.0.1:0", Handler = mux, ErrorLog = _log.Enqueue };
        _server.Start();
    }

    internal static byte[] Large { get; } = [.. Enumerable.Range(0, 3_000_000).Select(index => (byte)(index * 7 / 3))];

    internal IPEndPoint Address => (IPEndPoint)_server.LocalEndPoint!;

    internal string Url => $"http://{Address}";

    public async ValueTask DisposeAsync()
    {
        await _server.ShutdownAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _server.ConnCount);
        Assert.Empty(_log);
    }

    private static async Task EchoAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("X-Method", r.Method);
        w.Header.Set("X-Chunked", r.IsChunked ? "yes" : "no");
        w.Write(await r.Body.ReadAllBytesAsync());
    }

    private static async Task StreamAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Trailer", "X-Count");
        for (var index = 0; index < 10; index++)
        {
            await w.WriteAsync(new byte[1000]);
            await w.FlushAsync();
        }

        w.Header.Set("X-Count", "10");
    }
}
