using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vectors.Tests;

/// <summary>Servers of several hosts that number their connections together, and do with each request what its fields ask for.</summary>
internal sealed class PoolServer : IAsyncDisposable
{
    private readonly Dictionary<int, TcpListener> _hosts = [];
    private readonly List<Task> _serving = [];
    private readonly List<TcpClient> _clients = [];
    private int _opened;
    private int _open;

    internal int Opened => Volatile.Read(ref _opened);

    internal int Open => Volatile.Read(ref _open);

    /// <summary>The URL of a host, which begins to listen when it is first asked for.</summary>
    internal string Url(int host)
    {
        if (!_hosts.TryGetValue(host, out var listener))
        {
            _hosts.Add(host, listener = new TcpListener(IPAddress.Loopback, 0));
            listener.Start();
            _serving.Add(AcceptAsync(listener));
        }

        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
    }

    /// <summary>Closes every open connection.</summary>
    internal void CloseConnections()
    {
        lock (_clients)
        {
            foreach (var client in _clients) client.Close();
            _clients.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _hosts.Values) listener.Dispose();
        CloseConnections();
        Task[] serving;
        lock (_clients) serving = [.. _serving];
        await Task.WhenAll(serving);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            var number = Interlocked.Increment(ref _opened);
            Interlocked.Increment(ref _open);
            lock (_clients)
            {
                _clients.Add(client);
                _serving.Add(ServeAsync(client, number));
            }
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        await Task.Yield();
        try
        {
            using var stream = client.GetStream();
            for (var served = 0; await ReadRequestAsync(stream) is { } request; served++)
                if (!await AnswerAsync(stream, number, served, request)) break;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // One side gave the connection up.
        }
        finally
        {
            client.Dispose();
            Interlocked.Decrement(ref _open);
        }
    }

    // False: the connection is closed.
    private static async Task<bool> AnswerAsync(NetworkStream stream, int number, int served, string request)
    {
        var server = Field(request, "X-Server");
        if (server == "drop" || (server == "drop_if_reused" && served > 0)) return false;
        var size = int.Parse(Field(request, "X-Size"), CultureInfo.InvariantCulture);
        var body = request.StartsWith("HEAD ", StringComparison.Ordinal) ? "" : new string('x', size);
        var id = $"X-Conn: {number}\r\n";
        var length = $"{id}Content-Length: {size}\r\n\r\n{body}";
        var answer = server switch
        {
            "chunked" => $"HTTP/1.1 200 OK\r\n{id}Transfer-Encoding: chunked\r\n\r\n{(size > 0 ? $"{size:x}\r\n{body}\r\n" : "")}0\r\n\r\n",
            "close_header" => "HTTP/1.1 200 OK\r\nConnection: close\r\n" + length,
            "http10" => "HTTP/1.0 200 OK\r\n" + length,
            "http10_keepalive" => "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + length,
            "no_content" => $"HTTP/1.1 204 No Content\r\n{id}\r\n",
            "not_modified" => $"HTTP/1.1 304 Not Modified\r\n{id}\r\n",
            "until_close" => $"HTTP/1.1 200 OK\r\n{id}\r\n{body}",
            "extra_bytes" => "HTTP/1.1 200 OK\r\n" + length + "JUNK",
            "early_hints" => "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n" + length,
            "reply_before_body" => $"HTTP/1.1 413 Request Entity Too Large\r\n{id}Content-Length: 0\r\n\r\n",
            _ => "HTTP/1.1 200 OK\r\n" + length,
        };
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
        if (server == "reply_before_body") await UntilClosedAsync(stream);
        return server is not ("close_header" or "http10" or "until_close" or "silent_close" or "reply_before_body");
    }

    private static async Task UntilClosedAsync(NetworkStream stream)
    {
        // One byte at a time is as good as not reading: the client finds its way blocked.
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0)
        {
        }
    }

    // Head, and body by length or chunks unless it is not to be read; null: the client closed.
    private static async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!EndsWith(text, "\r\n\r\n"))
        {
            if (await stream.ReadAsync(one) == 0) return null;
            text.Append((char)one[0]);
        }

        var head = text.ToString();
        if (Field(head, "X-Server") == "reply_before_body") return head;
        if (Field(head, "Transfer-Encoding") == "chunked")
        {
            while (!EndsWith(text, "0\r\n\r\n"))
            {
                if (await stream.ReadAsync(one) == 0) return null;
                text.Append((char)one[0]);
            }
        }
        else if (Field(head, "Content-Length") is { Length: > 0 } length)
        {
            await stream.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)]);
        }

        return head;
    }

    private static bool EndsWith(StringBuilder text, string end) =>
        text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end;

    private static string Field(string head, string name)
    {
        var at = head.IndexOf($"\r\n{name}: ", StringComparison.Ordinal);
        if (at < 0) return "";
        at += name.Length + 4;
        return head[at..head.IndexOf("\r\n", at, StringComparison.Ordinal)];
    }
}
