// A body with a limit (BEHAVIOUR M11). It reads up to one byte beyond the limit, to tell a body of exactly that length from a longer one.
// Data within the limit is returned; every later read fails.
namespace RouteGen;

internal sealed class MaxBytesBody : Body
{
    private readonly Body _inner;
    private readonly long _limitBytes;
    private readonly Action? _exceeded;
    private long _left;
    private bool _isExceeded;

    /// <param name="inner">The body.</param>
    /// <param name="limitBytes">Number of bytes that may be read. A negative number counts as zero.</param>
    /// <param name="exceeded">Called once, when the body turns out to be longer.</param>
    internal MaxBytesBody(Body inner, long limitBytes, Action? exceeded)
    {
        _inner = inner;
        _left = _limitBytes = Math.Max(0, limitBytes);
        _exceeded = exceeded;
        TakeOriginOf(inner);
    }

    // A length above the limit counts as unknown, so that callers do not allocate memory for data that they will not get.
    public override long ContentLength => _inner.ContentLength <= _limitBytes ? _inner.ContentLength : -1;

    public override int Read(Span<byte> buffer) => MayRead(buffer.Length) ? Took(_inner.Read(buffer[..Room(buffer.Length)])) : 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!MayRead(buffer.Length)) return 0;
        return Took(await _inner.ReadAsync(buffer[..Room(buffer.Length)], cancellationToken).ConfigureAwait(false));
    }

    internal override void Forward() => _inner.Forward();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    // Does not call the base method, which would call Dispose and thereby dispose the inner body again.
    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    private bool MayRead(int room)
    {
        if (_isExceeded) throw TooLong(_limitBytes);
        return room > 0;
    }

    private int Room(int length) => length - 1 > _left ? (int)(_left + 1) : length;

    private int Took(int count)
    {
        if (count <= _left)
        {
            _left -= count;
            return count;
        }

        count = (int)_left;
        _left = 0;
        _isExceeded = true;
        _exceeded?.Invoke();
        return count > 0 ? count : throw TooLong(_limitBytes);
    }
}
