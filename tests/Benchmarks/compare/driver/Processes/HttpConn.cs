using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Compare.Processes;

/// <summary>One keep-alive connection that sends a GET and reads the short answer to it.</summary>
internal sealed class HttpConn : IDisposable
{
    private const int AnswerMillisecondsMax = 20_000;

    private readonly byte[] _buffer = new byte[1024];
    private readonly Socket _socket;

    internal HttpConn(IPEndPoint address)
    {
        _socket = new Socket(
            AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        { NoDelay = true, ReceiveTimeout = AnswerMillisecondsMax };
        try
        {
            _socket.Connect(address);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    internal void Get(string path)
    {
        Send(path);
        Receive();
    }

    internal void Send(string path) => _socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));

    /// <summary>Reads one answer with a body of 4 bytes, chunked (as some send it) or not.</summary>
    internal void Receive()
    {
        var count = 0;
        while (true)
        {
            var read = _socket.Receive(_buffer, count, _buffer.Length - count, SocketFlags.None);
            if (read == 0) throw new InvalidOperationException("The peer closed the connection.");
            count += read;
            var answer = Encoding.ASCII.GetString(_buffer, 0, count);
            var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0) continue;
            if (!answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
                throw new InvalidOperationException($"The peer answered: {answer}");
            var isChunked = answer.Contains("chunked", StringComparison.OrdinalIgnoreCase);
            if (isChunked ? answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) : count >= head + 8) return;
        }
    }

    /// <summary>False when the answer does not come in time. The connection is of no use then.</summary>
    internal bool TryReceive(TimeSpan timeout)
    {
        // Zero would mean for ever.
        _socket.ReceiveTimeout = Math.Max(1, (int)timeout.TotalMilliseconds);
        try
        {
            Receive();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
