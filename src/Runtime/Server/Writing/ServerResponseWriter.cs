// The writer of a served request. Up to 2,048 bytes of the body are held back in _body until the handler has completed, so that the length
// of a short body can be declared. When the handler writes more or flushes, the head is written to the connection's output buffer, and the
// body follows.
//
// States: open -> committed (WriteHeader has copied status and header) -> on the wire (the head is in the output buffer or sent) -> ended.
// ServerResponseWriter.AutomaticFields.cs writes the head, ServerResponseWriter.Wire.cs the body.
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>
/// Pooled state of a response, part of its exchange. A handler accesses it through a <see cref="WriterFace"/>, which it claims for each
/// call.
/// </summary>
internal sealed partial class ServerResponseWriter
{
    /// <summary>Largest part of a body that is held back, in bytes, so that its length can be declared (BEHAVIOUR S9).</summary>
    private const int HeldBackMax = 2048;

    private readonly byte[] _body = new byte[HeldBackMax];

    private readonly RequestSource _request;
    private readonly RequestBody _requestBody;

    private ServedConn _conn = null!;
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

    // Replaces the handler's header if the response has become an error.
    private Header? _errorFields;

    /// <summary>Creates a writer for requests that use these state objects.</summary>
    internal ServerResponseWriter(RequestSource request, RequestBody requestBody)
    {
        _request = request;
        _requestBody = requestBody;
    }

    /// <summary>Starts the response to a request.</summary>
    /// <param name="conn">The connection.</param>
    /// <param name="face">The face that the handler gets.</param>
    internal void Begin(ServedConn conn, WriterFace face)
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

    /// <summary>Ends the response when it is complete or abandoned.</summary>
    internal void End()
    {
        _face = null!;
        _errorFields = null;
        _snapshot.Clear();
        _lent = null;
        _lentFrom = 0;
    }

    internal ServedConn Conn => _conn;

    /// <summary>The committed status, or 0 if none was committed yet.</summary>
    internal int StatusCode => _status;

    /// <summary>True if the connection closes after this response.</summary>
    internal bool ClosesAfter { get; private set; }

    /// <summary>Closes the connection after this response. Called before the response is finished.</summary>
    internal void CloseAfter() => ClosesAfter = true;

    /// <summary>True if any part of the final response may have reached the client.</summary>
    public bool IsOnWire => _isOnWire;

    /// <summary>True if the connection broke or was abandoned.</summary>
    public bool IsLost => _conn.IsLost;

    /// <inheritdoc cref="RequestBody.LateFailure"/>
    internal Exception? LateFailure => _requestBody.LateFailure;

    /// <summary>
    /// Discards the handler's header and body and responds with an error. Called if the handler failed before the head was sent.
    /// </summary>
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
            _conn.Log(
                "WriteHeader is ignored, because the status was set before, by WriteHeader or by the first part of the response.",
                detail: $"ignored={statusCode} set={StatusCode}");
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

    /// <summary>
    /// Begins a write. Returns false if <see cref="WriteSlowAsync"/> must be called with the rest of <paramref name="data"/>.
    /// </summary>
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
        _framer?.SendCollected(this);
    }

    // Checks that the response may have a body, and that the write does not exceed the declared length.
    private void BeginWrite(long count)
    {
        if (!_isCommitted) Commit(200);
        if (!AllowsBody(_status)) throw new InvalidOperationException($"A {_status} response has no body (RFC 9110 section 6.4.1).");
        // A rejected write counts too, so that the connection closes after the incomplete response, as in Go.
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

    // Fills the buffer, so that the content type is guessed from as many bytes as possible.
    private int HoldBackPart(ReadOnlySpan<byte> data)
    {
        var count = Math.Min(data.Length, HeldBackMax - _bodyCount);
        data[..count].CopyTo(_body.AsSpan(_bodyCount));
        _bodyCount += count;
        return count;
    }

    // Header of the response. Null if it was never used.
    private Header? FieldsToSend => _errorFields ?? _face.ExistingHeader;

    private static bool AllowsBody(int status) => BodyFramingRules.SendsBody(status);
}
