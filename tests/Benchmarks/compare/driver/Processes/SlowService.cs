using System.Net;
using System.Net.Sockets;

namespace Compare.Processes;

/// <summary>A service that handlers call: it answers every request on a connection after a delay.</summary>
internal sealed class SlowService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TimeSpan _delay;

    internal SlowService(TimeSpan delay)
    {
        _delay = delay;
        _listener.Start(1000);
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync().ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed: nobody calls it any more.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                // A GET has no body: its head ends with an empty line.
                if (line.Length > 0) continue;
                await Task.Delay(_delay).ConfigureAwait(false);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"u8.ToArray()).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The caller has gone, as it may.
        }
    }
}
