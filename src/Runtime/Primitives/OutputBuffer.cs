using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace RouteGen.Primitives;

/// <summary>
/// Bytes to be sent, in an array that is rented on demand. Not thread-safe: only the connection's owner uses it.
/// </summary>
internal struct OutputBuffer
{
    private const int FirstSize = TurnArrays.OutputBytes;

    private byte[]? _array;
    private int _start;
    private int _end;

    internal readonly int Count => _end - _start;

    internal readonly bool IsEmpty => _end == _start;

    internal readonly ReadOnlySpan<byte> Pending => _array.AsSpan(_start, _end - _start);

    internal readonly ReadOnlyMemory<byte> PendingMemory => _array.AsMemory(_start, _end - _start);

    /// <summary>Returns space for at least <paramref name="count"/> bytes. Call <see cref="Advance"/> with the number used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> GetSpan(int count)
    {
        if (_array is null || _array.Length - _end < count) Grow(count);
        return _array.AsSpan(_end);
    }

    internal Memory<byte> GetMemory(int count)
    {
        if (_array is null || _array.Length - _end < count) Grow(count);
        return _array.AsMemory(_end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Advance(int count)
    {
        Debug.Assert(_array is not null && count >= 0 && count <= _array.Length - _end);
        _end += count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    internal void Append(byte value)
    {
        GetSpan(1)[0] = value;
        _end++;
    }

    /// <summary>Appends text that is known to be ASCII, such as methods, targets, hosts and field names.</summary>
    internal void AppendAscii(string text) => _end += Encoding.ASCII.GetBytes(text, GetSpan(text.Length));

    internal void AppendDecimal(long value)
    {
        if ((ulong)value < 10)
        {
            Append((byte)('0' + value));
            return;
        }

        var fits = Utf8Formatter.TryFormat(value, GetSpan(20), out var count);
        Debug.Assert(fits);
        _end += count;
    }

    /// <summary>Removes the first bytes, which have been sent.</summary>
    internal void Consume(int count)
    {
        Debug.Assert(count >= 0 && count <= Count);
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Removes all bytes and keeps the array.</summary>
    internal void Clear() => _start = _end = 0;

    /// <summary>Returns the array to the pool. Afterwards the buffer is empty and can be used again.</summary>
    internal void Release()
    {
        if (_array is { } array) TurnArrays.ReturnOutput(array);
        _array = null;
        _start = _end = 0;
    }

    private void Grow(int count)
    {
        var pending = Count;
        if (_array is { } own && own.Length - pending >= count && _start >= pending)
        {
            // At least as many bytes have been sent as are moved now. So the cost of moving is linear in the bytes sent, however few bytes
            // the peer accepts at a time.
            Pending.CopyTo(own);
            _start = 0;
            _end = pending;
            return;
        }

        var size = checked(Math.Max(pending + count, pending * 2));
        var array = size <= FirstSize ? TurnArrays.RentOutput() : ArrayPool<byte>.Shared.Rent(size);
        if (_array is { } old)
        {
            old.AsSpan(_start, pending).CopyTo(array);
            TurnArrays.ReturnOutput(old);
        }

        _array = array;
        _start = 0;
        _end = pending;
    }
}
