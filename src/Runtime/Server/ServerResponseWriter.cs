// The writer that a served request gets. A body of up to 2,048 bytes waits in _body until the handler is done, so that its length can be
// declared; a longer or flushed one commits the head to the wire, and goes on through the connection's output buffer.
//
// States: open (nothing decided) -> committed (WriteHeader: status and header are snapshots) -> on the wire (the head is in the
// output buffer or sent) -> ended. Head.cs decides and writes the head; Wire.cs moves body bytes.
using System.Buffers;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class ServerResponseWriter : ResponseWriter, IResponseFate
{
    /// <summary>How much of a body is held back in the hope that it is all of it (BEHAVIOUR S9).</summary>
    private const int HeldBackMax = 2048;

    private readonly Header _header = new();
    private readonly byte[] _body = new byte[HeldBackMax];

    private readonly Request _request;
    private readonly RequestBody _requestBody;

    private ServerConn _conn = null!;
    private bool _isLive;

    // A write or flush that may wait goes on.
    private bool _isWaiting;
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
    private byte[]? _scratch;

    /// <summary>A writer for the answers to what this request and this body will hold.</summary>
    internal ServerResponseWriter(Request request, RequestBody requestBody)
    {
        _request = request;
        _requestBody = requestBody;
    }

    /// <summary>Starts the answer to a request.</summary>
    internal void Begin(ServerConn conn)
    {
        _conn = conn;
        var request = _request;
        var head = request.ServerHead;
        var method = request.RawMethod;
        _isHead = method.SequenceEqual("HEAD"u8);
        _isConnect = method.SequenceEqual("CONNECT"u8);
        _isHttp10 = head.MinorVersion == 0;
        _status = 0;
        _isCommitted = false;
        _isOnWire = false;
        _bodyCount = 0;
        _declaredLength = -1;
        _written = 0;
        _isChunked = false;
        _isFullDuplex = false;
        ClosesAfter = request.Close;
        _isWaiting = false;
        _isLive = true;
    }

    /// <summary>The handler has completed: what it still holds of this fails from now on.</summary>
    internal void Seal() => _isLive = false;

    /// <summary>The answer is complete, or given up.</summary>
    internal void End()
    {
        _isLive = false;
        _header.Clear();
        _snapshot.Clear();
        ReleaseScratch();
    }

    public override Header Header
    {
        get
        {
            // Reading and setting fields does no harm when the connection is somebody else's (as in Go).
            if (!_isLive && !_isHijacked) ThrowNotLive();
            return _header;
        }
    }

    public override int StatusCode => _status;

    /// <summary>Whether the connection closes after this answer.</summary>
    internal bool ClosesAfter { get; private set; }

    /// <summary>Whether something of this answer, informational ones apart, may have reached the peer.</summary>
    public bool IsOnWire => _isOnWire;

    /// <summary>Whether the connection broke or was given up.</summary>
    public bool IsLost => _conn.IsLost;

    /// <summary>The handler failed before anything was sent: forgets what it set and wrote, and answers an error in its place.</summary>
    internal void BecomeError(int status)
    {
        _header.Clear();
        _header.Set("Content-Type", "text/plain; charset=utf-8");
        Commit(status);
        ClosesAfter = true;
        _bodyCount = Encoding.ASCII.GetBytes($"{status} {StatusCodes.Text(status)}", _body);
        _written = _bodyCount;
    }

    public override void WriteHeader(int statusCode)
    {
        CheckLive();
        if (statusCode is < 100 or > 999) throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A status code has three digits, 100 to 999.");
        if (_isCommitted)
        {
            _conn.Log("WriteHeader was called a second time for one answer; the call is ignored.", null, _request);
            return;
        }

        if (statusCode is < 200 and not 101)
        {
            SendInformational(statusCode);
            return;
        }

        Commit(statusCode);
    }

    public override void Write(ReadOnlySpan<byte> data)
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

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        BeginWrite(data.Length);
        if (TryHoldBack(data.Span)) return default;
        return WriteSlowAsync(_isOnWire ? data : data[HoldBackPart(data.Span)..], cancellationToken);
    }

    public override void Flush()
    {
        CheckLive();
        CheckNotWaiting();
        if (!_isCommitted) Commit(200);
        if (!_isOnWire) CommitToWire();
        _conn.FlushOutput();
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        CheckLive();
        CheckNotWaiting();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (!_isCommitted) Commit(200);
        return FlushSlowAsync(cancellationToken);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        CheckLive();
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (!_isOnWire && _scratch is null && HeldBackMax - _bodyCount >= Math.Max(sizeHint, 64)) return _body.AsMemory(_bodyCount);
        if (_scratch is { } scratch && scratch.Length < sizeHint) ReleaseScratch();
        return _scratch ??= ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 4096));
    }

    public override void Advance(int count)
    {
        CheckLive();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (_scratch is { } scratch)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, scratch.Length);
            Write(scratch.AsSpan(0, count));
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, HeldBackMax - _bodyCount);
        if (_isOnWire && count > 0) throw new InvalidOperationException("The lent memory was given back when the head was sent. Get it anew after a flush.");
        BeginWrite(count);
        _bodyCount += count;
    }

    // What every write checks: that there is a body, and room in the declared length.
    private void BeginWrite(long count)
    {
        CheckLive();
        CheckNotWaiting();
        if (!_isCommitted) Commit(200);
        if (!AllowsBody(_status)) throw new InvalidOperationException($"An answer with status {_status} has no body (RFC 9110 section 6.4.1).");
        // What is refused counts, too: the handler is not done with its answer, so the connection closes behind it (as in Go).
        _written = count > long.MaxValue - _written ? long.MaxValue : _written + count;
        if (_declaredLength >= 0 && _written > _declaredLength)
            throw new InvalidOperationException($"The handler wrote more than the {_declaredLength} bytes that its Content-Length declared.");
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

    private void CheckNotWaiting()
    {
        if (_isWaiting) throw new InvalidOperationException("A write or flush of this answer is still going on. Await it before the next one.");
    }

    private void ReleaseScratch()
    {
        if (_scratch is { } scratch) ArrayPool<byte>.Shared.Return(scratch);
        _scratch = null;
    }

    private static bool AllowsBody(int status) => BodyFramingRules.SendsBody(status);
}
