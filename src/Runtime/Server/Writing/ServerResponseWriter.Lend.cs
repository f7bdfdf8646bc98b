namespace RouteGen.Serving;

// The writer as an IBufferWriter. The buffer is a zeroed array that is never pooled, because a handler may send bytes that it did not
// write, or write to the memory after its request has ended.
internal sealed partial class ServerResponseWriter
{
    // The first buffer is small, because most responses are. If a serializer needs more space, it requests another buffer.
    private const int FirstLentBytes = 256;
    private const int LentBytes = 4096;

    private byte[]? _lent;
    private int _lentFrom;

    /// <summary>Returns a buffer of at least the given number of bytes, and at least one. Valid until the next call.</summary>
    internal Memory<byte> Lend(int sizeHint)
    {
        _lentFrom = 0;
        var lent = _lent;
        if (lent is null) lent = new byte[Math.Max(sizeHint, FirstLentBytes)];
        else if (lent.Length < Math.Max(sizeHint, LentBytes)) lent = new byte[Math.Max(sizeHint, LentBytes)];
        _lent = lent;
        return lent;
    }

    /// <summary>Writes bytes from the buffer to the body.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is greater than the length of the buffer.</exception>
    internal void Advance(int count)
    {
        var lent = _lent.AsSpan(_lentFrom);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, lent.Length);
        _lentFrom += count;
        Write(lent[..count]);
    }
}
