using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vectors.Tests;

/// <summary>A server that keeps every byte it is sent on one connection, and answers when the request is whole.</summary>
internal sealed class RecordingPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MemoryStream _received = new();

    internal RecordingPeer() => _listener.Start();

    /// <summary>Connects to it, and begins to serve.</summary>
    internal async ValueTask<Stream> DialAsync(string answer, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, cancellationToken);
        Served = ServeAsync(await _listener.AcceptTcpClientAsync(cancellationToken), answer);
        return client.GetStream();
    }

    /// <summary>All that came until the client closed, or null: it never dialed.</summary>
    internal Task<byte[]>? Served { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task<byte[]> ServeAsync(TcpClient client, string answer)
    {
        using var owned = client;
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        var hasContinued = false;
        var hasAnswered = false;
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                _received.Write(buffer, 0, count);
                var text = Encoding.Latin1.GetString(_received.ToArray());
                var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                if (head < 4 || hasAnswered) continue;
                if (!hasContinued && text.AsSpan(0, head).Contains("\r\nExpect: 100-continue\r\n", StringComparison.Ordinal))
                {
                    hasContinued = true;
                    await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
                }

                if (!IsWhole(text, head)) continue;
                hasAnswered = true;
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
            }
        }
        catch (IOException)
        {
            // The client gave the connection up: what it sent before stands.
        }

        return _received.ToArray();
    }

    private static bool IsWhole(string text, int head)
    {
        var fields = text[..head];
        if (fields.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal))
            return text.AsSpan(head).StartsWith("0\r\n", StringComparison.Ordinal) ? text.EndsWith("\r\n\r\n", StringComparison.Ordinal)
                : text.IndexOf("\r\n0\r\n", head, StringComparison.Ordinal) >= 0 && text.EndsWith("\r\n\r\n", StringComparison.Ordinal);
        const string LengthField = "\r\nContent-Length: ";
        var at = fields.IndexOf(LengthField, StringComparison.Ordinal);
        if (at < 0) return true;
        var digits = fields[(at + LengthField.Length)..fields.IndexOf("\r\n", at + 2, StringComparison.Ordinal)];
        return text.Length - head >= long.Parse(digits);
    }
}
