using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadClient;

/// <summary>One connection to the server: sends bytes, and reads answers with a reader of its own. Every wait is bounded.</summary>
internal sealed class Peer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    internal static async Task<Peer> ConnectAsync(int port)
    {
        var peer = new Peer();
        try
        {
            await peer._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)).WaitAsync(s_patience);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>One question on a connection of its own.</summary>
    internal static async Task<string> AskAsync(int port, string path)
    {
        using var peer = await ConnectAsync(port);
        return await peer.AskAsync(path);
    }

    internal async Task<string> AskAsync(string path)
    {
        await SendAsync(Get(path));
        return await ReadAnswerAsync(int.MaxValue);
    }

    internal static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");

    internal async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(s_patience)..];
    }

    /// <summary>The next answer's body, or as much of its beginning as is asked for.</summary>
    internal async Task<string> ReadAnswerAsync(int charsMax)
    {
        var length = -1;
        var isFirst = true;
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            if (isFirst && line != "HTTP/1.1 200 OK") throw new InvalidOperationException($"The server answered: {line}");
            isFirst = false;
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
                length = int.Parse(line.AsSpan(16), CultureInfo.InvariantCulture);
        }

        if (length < 0) throw new InvalidOperationException("An answer declares no length.");
        var text = new StringBuilder();
        while (length > 0)
        {
            if (_start == _end) await FillAsync();
            var count = Math.Min(length, _end - _start);
            text.Append(Encoding.ASCII.GetString(_buffer, _start, Math.Min(count, charsMax - text.Length)));
            _start += count;
            length -= count;
        }

        return text.ToString();
    }

    /// <summary>Closes so that the server sees a reset.</summary>
    internal void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end) await FillAsync();
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var count = end < 0 ? _end - _start : end;
            line.Append(Encoding.ASCII.GetString(_buffer, _start, count));
            _start += count + (end < 0 ? 0 : 1);
            if (end >= 0) return line.ToString().TrimEnd('\r');
        }
    }

    private async Task FillAsync()
    {
        _start = 0;
        _end = 0;
        var receive = _socket.ReceiveAsync(_buffer.AsMemory());
        _end = receive.IsCompleted ? await receive : await receive.AsTask().WaitAsync(s_patience);
        if (_end == 0) throw new InvalidOperationException("The server closed a connection.");
    }
}
