// A client that knows nothing but bytes: it sends what it is told, in the pieces it is told, and reads answers with a parser of its
// own, so that nothing of the code under test judges itself. Every wait is bounded.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runtime.Tests.Serving;

internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<byte> _unread = [];

    internal RawClient(IPEndPoint address, int receiveBufferBytes)
    {
        if (receiveBufferBytes > 0) _socket.ReceiveBufferSize = receiveBufferBytes;
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)Eventually.Patience.TotalMilliseconds;
        _socket.Connect(address);
    }

    internal IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    internal void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    internal void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>Sends until the peer refuses; how many bytes it took.</summary>
    internal int SendWhileTaken(ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        try
        {
            while (sent < bytes.Length) sent += _socket.Send(bytes[sent..]);
        }
        catch (SocketException)
        {
            // The peer has closed: that is what the caller asks about.
        }

        return sent;
    }

    /// <summary>Sends the same bytes again and again until the peer has taken none for a second; how many bytes it took.</summary>
    internal long SendWhileRoom(ReadOnlySpan<byte> bytes)
    {
        var sent = 0L;
        while (_socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite))
        {
            _socket.Blocking = false;
            sent += _socket.Send(bytes[(int)(sent % bytes.Length)..]);
            _socket.Blocking = true;
        }

        return sent;
    }

    internal void SendEach(string text, int pieceLength)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var start = 0; start < bytes.Length; start += pieceLength)
            Send(bytes.AsSpan(start, Math.Min(pieceLength, bytes.Length - start)));
    }

    /// <summary>Sends FIN.</summary>
    internal void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes so that the peer sees a reset.</summary>
    internal void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>One receive: what arrives together.</summary>
    internal string ReceiveOnce()
    {
        Assert.Empty(_unread);
        return Encoding.Latin1.GetString(_buffer, 0, _socket.Receive(_buffer));
    }

    /// <summary>Whether nothing is there to be read, neither bytes nor the end.</summary>
    internal bool HasNothing => _unread.Count == 0 && _socket.Available == 0 && !_socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Whether neither a byte nor the end arrives for a while. True proves little; false is certain.</summary>
    internal bool HasNothingFor(TimeSpan time) => _unread.Count == 0 && !_socket.Poll(time, SelectMode.SelectRead);

    internal int Available => _socket.Available;

    /// <summary>Everything up to the end of the stream. A reset fails.</summary>
    internal string ReadToEnd()
    {
        while (Fill())
        {
        }

        return Take(_unread.Count);
    }

    internal void ExpectEnd() => Assert.Equal("", ReadToEnd());

    /// <summary>Reads until a text has come, that included, and no further.</summary>
    internal string ReceiveUntil(string text)
    {
        while (true)
        {
            var at = Encoding.Latin1.GetString([.. _unread]).IndexOf(text, StringComparison.Ordinal);
            if (at >= 0) return Take(at + text.Length);
            Assert.True(Fill(), $"the connection ended before '{text}' came");
        }
    }

    /// <summary>Waits until the connection is gone, by an end or by a reset, and returns what came before.</summary>
    internal string ExpectGone()
    {
        try
        {
            return ReadToEnd();
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // A reset is as good an end.
            return Take(_unread.Count);
        }
    }

    /// <summary>Reads one answer, informational ones included.</summary>
    internal Answer Read(bool isHead = false)
    {
        var lines = ReadHead();
        var start = lines[0].Split(' ', 3);
        var answer = new Answer { Version = start[0], Status = int.Parse(start[1], CultureInfo.InvariantCulture), Reason = start[2] };
        foreach (var line in lines.Skip(1)) answer.Fields.Add(ParseField(line));
        if (isHead || answer.Status < 200 || answer.Status is 204 or 304) return answer;
        if (answer["Transfer-Encoding"] is "chunked") ReadChunks(answer);
        else if (answer["Content-Length"] is { } length) answer.Body = TakeBytes(int.Parse(length, CultureInfo.InvariantCulture));
        else answer.Body = Encoding.Latin1.GetBytes(ReadToEnd());
        return answer;
    }

    public void Dispose() => _socket.Dispose();

    private static (string Name, string Value) ParseField(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        Assert.True(colon > 0, $"'{line}' is no field line");
        return (line[..colon], line[(colon + 2)..]);
    }

    private void ReadChunks(Answer answer)
    {
        var body = new List<byte>();
        while (true)
        {
            var size = int.Parse(ReadLine(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0) break;
            body.AddRange(TakeBytes(size));
            Assert.Equal("", ReadLine());
            answer.ChunkCount++;
        }

        while (ReadLine() is { Length: > 0 } line) answer.Trailers.Add(ParseField(line));
        answer.Body = [.. body];
    }

    private List<string> ReadHead()
    {
        var lines = new List<string>();
        while (ReadLine() is { Length: > 0 } line) lines.Add(line);
        Assert.NotEmpty(lines);
        return lines;
    }

    private string ReadLine()
    {
        for (var index = 0; ; index++)
        {
            while (index >= _unread.Count)
                Assert.True(Fill(), $"the stream ended inside a line: '{Encoding.Latin1.GetString([.. _unread])}'");
            if (_unread[index] != (byte)'\n') continue;
            var line = Take(index + 1);
            Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
            return line[..^2];
        }
    }

    private byte[] TakeBytes(int count)
    {
        while (_unread.Count < count) Assert.True(Fill(), $"the stream ended {count - _unread.Count} bytes before the end of the body");
        var bytes = _unread.GetRange(0, count).ToArray();
        _unread.RemoveRange(0, count);
        return bytes;
    }

    private string Take(int count) => Encoding.Latin1.GetString(TakeBytes(count));

    private bool Fill()
    {
        var count = _socket.Receive(_buffer);
        _unread.AddRange(_buffer.AsSpan(0, count));
        return count > 0;
    }
}
