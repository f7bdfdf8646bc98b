// The server behind the proxies: raw sockets, as strict and as rude as its plans say. Whatever arrives of a body is compared with what the
// client sent, and a body that arrives whole must be all of it.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LoadClient.Chaos;

internal sealed class Upstream(ChaosOptions options, ServedIds served) : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<UpstreamConn, Task> _conns = new();
    private Task _accepting = Task.CompletedTask;

    internal string Url { get; private set; } = "";

    /// <summary>Bodies that arrived whole.</summary>
    internal long WholeCount => Volatile.Read(ref _wholeCount);

    private long _wholeCount;

    internal IEnumerable<UpstreamConn> Conns => _conns.Keys;

    internal void Start()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        Url = $"http://{_listener.LocalEndPoint}";
        _accepting = AcceptAsync();
    }

    internal void CountWhole() => Interlocked.Increment(ref _wholeCount);

    /// <summary>Stops accepting, and waits for the connections, which end when their clients end them.</summary>
    internal async Task StopAsync()
    {
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_conns.Values);
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The listener was disposed: the end.
                return;
            }

            var conn = new UpstreamConn(this, options, served, socket);
            var started = new TaskCompletionSource();
            _conns[conn] = Task.Run(() => RunAsync(conn, started.Task));
            started.SetResult();
        }
    }

    private async Task RunAsync(UpstreamConn conn, Task started)
    {
        await started;
        await conn.RunAsync();
        _conns.TryRemove(conn, out _);
    }
}
