namespace RouteGen.Serving;

// The writer as an IBufferWriter. The lent memory is an array of this response alone, which never enters a pool: a handler may send bytes
// of it that it never wrote, or keep the memory and write to it long after its request. New arrays are zeroed.
internal sealed partial class ServerResponseWriter
{
    // Small at first, since most responses are: a serializer that needs more asks again.
    private const int FirstLentBytes = 256;
    private const int LentBytes = 4096;

    private byte[]? _lent;
    private int _lentFrom;

    /// <summary>Lends memory of at least the given number of bytes, and at least one. Valid until the next call.</summary>
    internal Memory<byte> Lend(int sizeHint)
    {
        _lentFrom = 0;
        var lent = _lent;
        if (lent is null) lent = new byte[Math.Max(sizeHint, FirstLentBytes)];
        else if (lent.Length < Math.Max(sizeHint, LentBytes)) lent = new byte[Math.Max(sizeHint, LentBytes)];
        _lent = lent;
        return lent;
    }

    /// <summary>Writes what was put into the lent memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than was lent.</exception>
    internal void Advance(int count)
    {
        var lent = _lent.AsSpan(_lentFrom);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, lent.Length);
        _lentFrom += count;
        Write(lent[..count]);
    }
}
