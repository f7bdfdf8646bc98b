// The writer that a served request gets. A body of up to 2,048 bytes waits in _body until the handler is done, so that its length can be
// declared; a longer or flushed one commits the head to the wire, and continues in the connection's output buffer.
//
// States: open (nothing decided) -> committed (WriteHeader: status and header are snapshots) -> on the wire (the head is in the
// output buffer or sent) -> ended. ServerResponseWriter.AutomaticFields.cs writes the head;
// ServerResponseWriter.Wire.cs moves body bytes.
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>
/// Pooled state of a response, part of its exchange. A handler reaches it through a <see cref="WriterFace"/>, which is claimed for each
/// call.
/// </summary>
internal sealed partial class ServerResponseWriter
{
    /// <summary>Number of bytes of a body that are held back in case they are all of it (BEHAVIOUR S9).</summary>
    private const int HeldBackMax = 2048;

    private readonly byte[] _body = new byte[HeldBackMax];

    private readonly ReceivedRequest _request;
    private readonly RequestBody _requestBody;

    private ServerConn _conn = null!;
    private WriterFace _face = null!;
    private bool _isHead;
    private bool _isConnect;
    private bool _isHttp10;
    private bool _isFullDuplex;

    private int _status;
    private bool _isCommitted;
    private bool _isOnWire;
    private int _bodyCount;
    private long _declaredLength;
    private long _written;

    // Replaces the fields that the handler set, once its response has become an error.
    private Header? _errorFields;

    /// <summary>Creates a writer for the responses to the requests that these objects will hold.</summary>
    internal ServerResponseWriter(ReceivedRequest request, RequestBody requestBody)
    {
        _request = request;
        _requestBody = requestBody;
    }

    /// <summary>Starts the response to a request.</summary>
    /// <param name="conn">The connection.</param>
    /// <param name="face">The face that the handler holds.</param>
    internal void Begin(ServerConn conn, WriterFace face)
    {
        _conn = conn;
        _face = face;
        var request = _request;
        _isHead = request.Method.SequenceEqual("HEAD"u8);
        _isConnect = request.Method.SequenceEqual("CONNECT"u8);
        _isHttp10 = request.Head.MinorVersion == 0;
        _status = 0;
        _isCommitted = false;
        _isOnWire = false;
        _bodyCount = 0;
        _declaredLength = -1;
        _written = 0;
        _isChunked = false;
        _isFullDuplex = false;
        ClosesAfter = request.Close;
    }

    /// <summary>The response is complete, or given up.</summary>
    internal void End()
    {
        _face = null!;
        _errorFields = null;
        _snapshot.Clear();
        _lent = null;
        _lentFrom = 0;
    }

    internal ServerConn Conn => _conn;

    /// <summary>Status that was committed. 0 before.</summary>
    internal int StatusCode => _status;

    /// <summary>True if the connection closes after this response.</summary>
    internal bool ClosesAfter { get; private set; }

    /// <summary>Closes the connection after this response. Called before the response is finished.</summary>
    internal void CloseAfter() => ClosesAfter = true;

    /// <summary>True if any part of this response, apart from informational ones, may have reached the client.</summary>
    public bool IsOnWire => _isOnWire;

    /// <summary>True if the connection broke or was abandoned.</summary>
    public bool IsLost => _conn.IsLost;

    /// <summary>Called if the handler failed before anything was sent: discards its header and body, and responds with an error.</summary>
    internal void BecomeError(int status)
    {
        _errorFields = new Header();
        _errorFields.Set("Content-Type", "text/plain; charset=utf-8");
        Commit(status);
        ClosesAfter = true;
        _bodyCount = Encoding.ASCII.GetBytes($"{status} {StatusCodes.Text(status)}", _body);
        _written = _bodyCount;
    }

    internal void WriteHeader(int statusCode)
    {
        if (statusCode is < 100 or > 999)
            throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A status code has three digits, 100 to 999.");
        if (_isCommitted)
        {
            _conn.Log("WriteHeader was called a second time; the call is ignored.");
            return;
        }

        if (statusCode is < 200 and not 101)
        {
            SendInformational(statusCode);
            return;
        }

        Commit(statusCode);
    }

    internal void Write(ReadOnlySpan<byte> data)
    {
        BeginWrite(data.Length);
        if (TryHoldBack(data)) return;
        if (!_isOnWire)
        {
            data = data[HoldBackPart(data)..];
            CommitToWire();
        }

        WriteToWire(data);
    }

    /// <summary>Begins a write. Returns false if <paramref name="data"/> holds a rest for <see cref="WriteSlowAsync"/>.</summary>
    internal bool TryHoldBackOrTake(ref ReadOnlyMemory<byte> data)
    {
        BeginWrite(data.Length);
        if (TryHoldBack(data.Span)) return true;
        if (!_isOnWire) data = data[HoldBackPart(data.Span)..];
        return false;
    }

    internal void Flush()
    {
        if (!_isCommitted) Commit(200);
        if (!_isOnWire) CommitToWire();
        _conn.FlushOutput();
    }

    // Checks of every write: there is a body, and room in the declared length.
    private void BeginWrite(long count)
    {
        if (!_isCommitted) Commit(200);
        if (!AllowsBody(_status)) throw new InvalidOperationException($"A {_status} response has no body (RFC 9110 section 6.4.1).");
        // A refused write counts, too: the handler is not done with its response, so the connection closes after it (as in Go).
        _written = count > long.MaxValue - _written ? long.MaxValue : _written + count;
        if (_declaredLength >= 0 && _written > _declaredLength)
            throw new InvalidOperationException(
                $"The handler wrote more than the {_declaredLength} bytes that its Content-Length declared.");
    }

    private bool TryHoldBack(ReadOnlySpan<byte> data)
    {
        if (_isOnWire || data.Length > HeldBackMax - _bodyCount) return false;
        data.CopyTo(_body.AsSpan(_bodyCount));
        _bodyCount += data.Length;
        return true;
    }

    // Fills what is held back, so that the type is guessed from a whole block.
    private int HoldBackPart(ReadOnlySpan<byte> data)
    {
        var count = Math.Min(data.Length, HeldBackMax - _bodyCount);
        data[..count].CopyTo(_body.AsSpan(_bodyCount));
        _bodyCount += count;
        return count;
    }

    // Fields of the head. Null if the header was never used.
    private Header? FieldsToSend => _errorFields ?? _face.ExistingHeader;

    private static bool AllowsBody(int status) => BodyFramingRules.SendsBody(status);
}
