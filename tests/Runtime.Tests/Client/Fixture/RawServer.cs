using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>A server on loopback that does with each connection what a test says. Connections are numbered from 1.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawConn, Task> _serve;
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly ConcurrentBag<Exception> _failures = [];
    private readonly Task _accepting;
    private int _opened;
    private int _open;

    internal RawServer(Func<RawConn, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal string Url => $"http://127.0.0.1:{Port}/";

    internal int Opened => Volatile.Read(ref _opened);

    /// <summary>Connections whose script has not ended.</summary>
    internal int Open => Volatile.Read(ref _open);

    /// <summary>Answers every request on every connection in the same way.</summary>
    internal static RawServer Answering(Func<RawConn, string, string> answer) => new(async conn =>
    {
        while (await conn.ReadRequestAsync() is { } request)
        {
            var text = answer(conn, request);
            await conn.WriteAsync(text);
            if (text.Contains("onnection: close", StringComparison.Ordinal)) return;
        }
    });

    internal static string Ok(string body) => $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving).WaitAsync(Wait.Limit);
        Assert.Empty(_failures);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Interlocked.Increment(ref _open);
            _serving.Add(ServeAsync(client, Interlocked.Increment(ref _opened)));
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        await Task.Yield();
        try
        {
            using (client) await _serve(new RawConn(client, number));
        }
        catch (IOException)
        {
            // The client went away.
        }
        catch (Exception e)
        {
            _failures.Add(e);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

/// <summary>The server's end of one connection.</summary>
internal sealed class RawConn(TcpClient client, int number)
{
    private readonly NetworkStream _stream = client.GetStream();
    private byte[] _unread = [];

    internal int Number => number;

    internal int Requests { get; private set; }

    /// <summary>Reads one request, head and body by length or chunks; null: the client closed before a byte.</summary>
    internal async Task<string?> ReadRequestAsync()
    {
        var head = await ReadThroughAsync("\r\n\r\n");
        if (head is null) return null;
        Requests++;
        if (head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal))
            return head + await ReadThroughAsync("0\r\n\r\n");
        var at = head.IndexOf("\r\nContent-Length: ", StringComparison.Ordinal);
        if (at < 0) return head;
        var value = head[(at + 18)..head.IndexOf("\r\n", at + 18, StringComparison.Ordinal)];
        return head + await ReadExactlyAsync(int.Parse(value));
    }

    /// <summary>Reads until the text has come; null: the client closed.</summary>
    internal async Task<string?> ReadThroughAsync(string end)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(_unread);
            if (text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at) return Take(at + end.Length);
            if (!await FillAsync()) return null;
        }
    }

    internal async Task<string> ReadExactlyAsync(int count)
    {
        while (_unread.Length < count)
            if (!await FillAsync()) throw new IOException("The client closed.");
        return Take(count);
    }

    /// <summary>Waits until the client closes; what it sends meanwhile is dropped.</summary>
    internal async Task WaitForCloseAsync()
    {
        while (await FillAsync()) _unread = [];
    }

    internal Task WriteAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    internal void ShutdownSend() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with a reset in place of a FIN.</summary>
    internal void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
    }

    private string Take(int count)
    {
        var text = Encoding.Latin1.GetString(_unread, 0, count);
        _unread = _unread[count..];
        return text;
    }

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[64 * 1024];
        var count = await _stream.ReadAsync(buffer);
        _unread = [.. _unread, .. buffer.AsSpan(0, count)];
        return count > 0;
    }
}
