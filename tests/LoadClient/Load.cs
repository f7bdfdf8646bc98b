using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadClient;

/// <summary>Keeps connections busy with one request each, over and over, and asks the server what that cost it.</summary>
internal static class Load
{
    private const int ConnCount = 32;
    private const int WarmUpCount = 20_000;

    private static readonly byte[] s_ping = "GET /ping HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray();
    private static readonly byte[] s_allocated = "GET /allocated HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray();
    private static readonly byte[] s_buffer = new byte[4096];

    internal static long AllocatedBytes(int port, int count)
    {
        using var control = Connect(port);
        var conns = Enumerable.Range(0, ConnCount).Select(_ => Connect(port)).ToArray();
        var answerLength = Ask(conns[0], s_ping).Length;
        Run(conns, WarmUpCount, answerLength);

        // The first look pays for what looking itself needs; two more say what one look costs.
        Look(control);
        var first = Look(control);
        var before = Look(control);
        Run(conns, count, answerLength);
        var after = Look(control);
        foreach (var conn in conns) conn.Dispose();
        return after - before - (before - first);
    }

    private static void Run(Socket[] conns, int count, int answerLength)
    {
        for (var sent = 0; sent < count; sent += conns.Length)
        {
            foreach (var conn in conns) conn.Send(s_ping);
            foreach (var conn in conns)
            {
                for (var left = answerLength; left > 0;)
                {
                    var received = conn.Receive(s_buffer, left, SocketFlags.None);
                    if (received == 0) throw new InvalidOperationException("The server closed a connection.");
                    left -= received;
                }
            }
        }
    }

    private static long Look(Socket control)
    {
        var answer = Ask(control, s_allocated);
        return long.Parse(answer.AsSpan(answer.LastIndexOf('\n') + 1), CultureInfo.InvariantCulture);
    }

    // A small answer leaves the server with one send, and arrives with one receive.
    private static string Ask(Socket conn, byte[] request)
    {
        conn.Send(request);
        var answer = Encoding.ASCII.GetString(s_buffer, 0, conn.Receive(s_buffer));
        return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? answer
            : throw new InvalidOperationException($"The server answered: {answer}");
    }

    private static Socket Connect(int port)
    {
        var conn = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        conn.Connect(IPAddress.Loopback, port);
        return conn;
    }
}
