// A client of HTTP/2 that sends the frames it is told to send, and files those that it receives by their streams. It writes fields as
// literals without a table, so that a test can send any. Every wait is bounded.
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RouteGen.Protocol;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

internal sealed class FrameClient : IDisposable, IHpackFields
{
    internal const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly HpackDecoder _decoder = new();
    private readonly Dictionary<int, StreamAnswer> _answers = [];
    private readonly List<ReceivedFrame> _control = [];
    private readonly Stream _stream;
    private byte[] _scratch = [];
    private List<(string Name, string Value)> _fields = [];

    internal FrameClient(IPEndPoint address, bool begins = true, int receiveBufferBytes = 0)
    {
        if (receiveBufferBytes > 0) _socket.ReceiveBufferSize = receiveBufferBytes;
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)Eventually.Patience.TotalMilliseconds;
        _socket.Connect(address);
        _stream = new NetworkStream(_socket);
        if (!begins) return;
        SendText(Preface);
        Send(Http2Frame.Settings, 0, 0);
    }

    /// <summary>Wraps a stream, for TLS.</summary>
    internal FrameClient(Stream stream)
    {
        _stream = stream;
        SendText(Preface);
        Send(Http2Frame.Settings, 0, 0);
    }

    /// <summary>Frames of the connection, and settings, in their order.</summary>
    internal IReadOnlyList<ReceivedFrame> Control => _control;

    /// <summary>True to return the window of received data at once.</summary>
    internal bool ReturnsWindows { get; init; } = true;

    internal void SendText(string text) => _stream.Write(Encoding.Latin1.GetBytes(text));

    internal void SendBytes(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    internal void Send(Http2Frame type, int flags, int id, ReadOnlySpan<byte> payload = default) =>
        SendBytes(Frame(type, flags, id, payload));

    internal void Send(Http2Frame type, int flags, int id, int value) => Send(type, flags, id, Number(value));

    internal void SendData(int id, string data, bool ends = false) =>
        Send(Http2Frame.Data, ends ? Http2Flags.EndStream : 0, id, Encoding.Latin1.GetBytes(data));

    /// <summary>Sends a GET.</summary>
    internal void Get(int id, string path, params (string Name, string Value)[] fields) =>
        SendHead(id, ends: true, [.. Start("GET", path), .. fields]);

    /// <summary>Begins a POST.</summary>
    internal void Post(int id, string path, params (string Name, string Value)[] fields) =>
        SendHead(id, ends: false, [.. Start("POST", path), .. fields]);

    internal void SendHead(int id, bool ends, params (string Name, string Value)[] fields) =>
        Send(Http2Frame.Headers, Http2Flags.EndHeaders | (ends ? Http2Flags.EndStream : 0), id, Block(fields));

    internal static (string Name, string Value)[] Start(string method, string path) =>
        [(":method", method), (":scheme", "http"), (":path", path), (":authority", "h")];

    internal static byte[] Block(params (string Name, string Value)[] fields)
    {
        var block = new List<byte>();
        foreach (var (name, value) in fields)
        {
            block.Add(0);
            AddString(block, name);
            AddString(block, value);
        }

        return [.. block];
    }

    internal static byte[] Frame(Http2Frame type, int flags, int id, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (payload.Length << 8) | (byte)type);
        frame[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    internal static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    internal static byte[] Setting(Http2Setting setting, int value) => [0, (byte)setting, .. Number(value)];

    internal void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The state of a stream, as received so far.</summary>
    internal StreamAnswer Of(int id)
    {
        if (!_answers.TryGetValue(id, out var answer)) _answers[id] = answer = new StreamAnswer();
        return answer;
    }

    /// <summary>Reads until a stream has ended or was reset.</summary>
    internal StreamAnswer Await(int id)
    {
        while (!Of(id).IsOver) Assert.True(TryRead(), $"The connection ended before stream {id}.");
        return Of(id);
    }

    /// <summary>Reads until the condition holds.</summary>
    internal void Until(Func<bool> condition)
    {
        while (!condition()) Assert.True(TryRead(), "The connection ended early.");
    }

    /// <summary>Reads until a frame of the connection arrives, and takes it.</summary>
    internal ReceivedFrame AwaitControl(Http2Frame type, int flags = 0)
    {
        while (true)
        {
            var at = _control.FindIndex(frame => frame.Type == type && frame.Flags == flags);
            if (at >= 0)
            {
                var found = _control[at];
                _control.RemoveAt(at);
                return found;
            }

            Assert.True(TryRead(), $"The connection ended before {type}.");
        }
    }

    /// <summary>Reads to the end of the connection, which must come with GOAWAY and this error.</summary>
    internal void ExpectEnd(Http2Error error)
    {
        var frame = AwaitControl(Http2Frame.GoAway);
        Assert.Equal(error, (Http2Error)BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(4)));
        while (TryRead())
        {
        }
    }

    /// <summary>Exchanges a PING, so that everything sent before was handled.</summary>
    internal void Synchronise()
    {
        Send(Http2Frame.Ping, 0, 0, "12345678"u8);
        AwaitControl(Http2Frame.Ping, Http2Flags.Ack);
    }

    /// <summary>Reads a frame. Returns false at the end of the connection.</summary>
    internal bool TryRead()
    {
        var header = new byte[9];
        if (!TryReadExactly(header)) return false;
        var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        Assert.True(TryReadExactly(payload));
        File(new ReceivedFrame((Http2Frame)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload));
        return true;
    }

    void IHpackFields.OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        _fields.Add((Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value)));

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private void File(ReceivedFrame frame)
    {
        switch (frame.Type)
        {
            case Http2Frame.Headers:
                Assert.True((frame.Flags & Http2Flags.EndHeaders) != 0, "Continued heads are not expected.");
                _fields = [];
                Assert.True(_decoder.TryDecode(frame.Payload, ref _scratch, this));
                Of(frame.Id).AddHead(_fields, (frame.Flags & Http2Flags.EndStream) != 0);
                break;
            case Http2Frame.Data:
                Of(frame.Id).AddData(frame.Payload, (frame.Flags & Http2Flags.EndStream) != 0);
                if (!ReturnsWindows || frame.Payload.Length == 0) break;
                Send(Http2Frame.WindowUpdate, 0, 0, frame.Payload.Length);
                if ((frame.Flags & Http2Flags.EndStream) == 0) Send(Http2Frame.WindowUpdate, 0, frame.Id, frame.Payload.Length);
                break;
            case Http2Frame.RstStream:
                Of(frame.Id).Error = (Http2Error)BinaryPrimitives.ReadInt32BigEndian(frame.Payload);
                break;
            case Http2Frame.Settings when frame.Flags == 0:
                _control.Add(frame);
                Send(Http2Frame.Settings, Http2Flags.Ack, 0);
                break;
            default:
                _control.Add(frame);
                break;
        }
    }

    private bool TryReadExactly(Span<byte> buffer)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
        }
        catch (IOException failure) when (failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return false;
        }
    }

    private static void AddString(List<byte> block, string text)
    {
        var length = text.Length;
        if (length < 127)
        {
            block.Add((byte)length);
        }
        else
        {
            block.Add(127);
            for (length -= 127; length >= 128; length >>= 7) block.Add((byte)(length | 128));
            block.Add((byte)length);
        }

        block.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
