using System.Net;
using System.Net.Sockets;
using RouteGen;

namespace Runtime.Tests.Cost;

/// <summary>A server on the loopback interface and one connection to it, for rows that measure a whole exchange.</summary>
internal sealed class WholeServer : IAsyncDisposable
{
    private static readonly List<WholeServer> s_open = [];

    private readonly TestServer _server;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly WholeServer? _behind;

    /// <param name="handler">The handler.</param>
    /// <param name="behind">What the handler passes requests on to; it ends with this. Null: nothing.</param>
    /// <param name="headerCountMax">As <see cref="Server.MaxHeaderCount"/>.</param>
    internal WholeServer(IHandler handler, WholeServer? behind = null, int headerCountMax = 0)
    {
        _behind = behind;
        // A head of a megabyte beside its request line.
        _server = TestServer.Start(
            new Server
            {
                Addr = "127.0.0.1:0",
                Handler = handler,
                MaxHeaderBytes = 2 << 20,
                MaxRequestLineBytes = 2 << 20,
                MaxHeaderCount = headerCountMax
            });
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(IPEndPoint.Parse(_server.Server.LocalEndPoint!.ToString()!));
    }

    internal string Url => _server.Url;

    /// <summary>Ends with the test that calls <see cref="CloseAllAsync"/>.</summary>
    internal WholeServer Kept()
    {
        s_open.Add(this);
        return this;
    }

    internal static async Task CloseAllAsync()
    {
        foreach (var server in s_open) await server.DisposeAsync();
        s_open.Clear();
    }

    /// <summary>
    /// Sends requests, while what comes back is received, up to so many response bodies that end with an exclamation mark.
    /// </summary>
    internal void Exchange(byte[] requests, int responses = 1)
    {
        var sent = 0;
        while (responses > 0)
        {
            // A little at a time, so that neither end waits for the other.
            if (sent < requests.Length) sent += _socket.Send(requests, sent, Math.Min(64 * 1024, requests.Length - sent), SocketFlags.None);
            if (sent < requests.Length && _socket.Available == 0) continue;
            var count = _socket.Receive(_buffer);
            Assert.NotEqual(0, count);
            responses -= _buffer.AsSpan(0, count).Count((byte)'!');
        }

        Assert.Equal((requests.Length, 0), (sent, responses));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _server.DisposeAsync();
        if (_behind is not null) await _behind.DisposeAsync();
        Assert.Empty(_server.Log);
    }
}
