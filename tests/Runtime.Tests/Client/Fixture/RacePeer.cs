using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>
/// A quick server for races: the first part of a path says how it answers, the rest is what the body says, so that no answer passes for
/// another.
/// </summary>
internal sealed class RacePeer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Task> _serving = [];
    private readonly Task _accepting;
    private int _open;

    internal RacePeer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    internal int Open => Volatile.Read(ref _open);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_serving).WaitAsync(Wait.Limit);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync();
                Interlocked.Increment(ref _open);
                _serving.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var reader = new Reader(socket);
        try
        {
            while (await reader.ReadHeadAsync() is { } head)
                if (!await AnswerAsync(socket, reader, head)) return;
        }
        catch (SocketException)
        {
            // The client gave the connection up.
        }
        finally
        {
            socket.Dispose();
            Interlocked.Decrement(ref _open);
        }
    }

    // False: the connection is closed.
    private static async Task<bool> AnswerAsync(Socket socket, Reader reader, string head)
    {
        var path = head[(head.IndexOf('/', StringComparison.Ordinal) + 1)..head.IndexOf(" HTTP/", StringComparison.Ordinal)];
        var kind = path[..path.IndexOf('/', StringComparison.Ordinal)];
        var text = path[(kind.Length + 1)..];
        switch (kind)
        {
            case "late":
                // The head, and the body in two parts.
                await SendAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {text.Length + 2000}\r\n\r\n{new string(' ', 2000)}");
                await Task.Yield();
                await SendAsync(socket, text);
                return true;
            case "close":
                await SendAsync(socket, Ok(text));
                return false;
            case "early":
                await SendAsync(socket, Ok(text));
                await reader.SkipBodyAsync(head);
                return true;
            case "continue":
                if (text.GetHashCode() % 3 != 0) await Task.Delay(1);
                if (text.GetHashCode() % 2 != 0) await SendAsync(socket, "HTTP/1.1 100 Continue\r\n\r\n");
                await reader.SkipBodyAsync(head);
                await SendAsync(socket, Ok(text));
                return true;
            default:
                await reader.SkipBodyAsync(head);
                await SendAsync(socket, Ok(text));
                return true;
        }
    }

    private static string Ok(string text) => $"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}";

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.Latin1.GetBytes(text));

    private sealed class Reader(Socket socket)
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _start;
        private int _end;

        internal async Task<string?> ReadHeadAsync()
        {
            while (true)
            {
                var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
                if (end >= 0)
                {
                    var head = Encoding.Latin1.GetString(_buffer, _start, end + 4);
                    _start += end + 4;
                    return head;
                }

                if (!await FillAsync()) return null;
            }
        }

        internal async Task SkipBodyAsync(string head)
        {
            if (head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal))
            {
                while (_buffer.AsSpan(_start, _end - _start).IndexOf("0\r\n\r\n"u8) is var end)
                {
                    if (end >= 0)
                    {
                        _start += end + 5;
                        return;
                    }

                    // What may be the beginning of the end stays.
                    _start = Math.Max(_start, _end - 4);
                    if (!await FillAsync()) return;
                }
            }

            const string Field = "\r\nContent-Length: ";
            var at = head.IndexOf(Field, StringComparison.Ordinal);
            if (at < 0) return;
            var left = int.Parse(
                head.AsSpan(at + Field.Length, head.IndexOf("\r\n", at + 2, StringComparison.Ordinal) - at - Field.Length),
                CultureInfo.InvariantCulture);
            while (left > 0)
            {
                if (_start == _end && !await FillAsync()) return;
                var count = Math.Min(left, _end - _start);
                _start += count;
                left -= count;
            }
        }

        private async Task<bool> FillAsync()
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            var count = await socket.ReceiveAsync(_buffer.AsMemory(_end));
            _end += count;
            return count > 0;
        }
    }
}
