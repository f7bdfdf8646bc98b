using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace RouteGen.IO;

/// <summary>Bytes on their way out, in one array rented while there are any. Not thread-safe: it belongs to a connection's owner.</summary>
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

    /// <summary>Room for at least <paramref name="count"/> bytes; <see cref="Advance"/> says how many were used.</summary>
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

    /// <summary>Appends text known to be ASCII, such as methods, targets, hosts and field names.</summary>
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

    /// <summary>Forgets the first bytes: they have been sent.</summary>
    internal void Consume(int count)
    {
        Debug.Assert(count >= 0 && count <= Count);
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Forgets every byte and keeps the array.</summary>
    internal void Clear() => _start = _end = 0;

    /// <summary>Gives the array back. The buffer is empty and usable afterwards.</summary>
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
            // The space freed by sent bytes is at least as large as what is moved. So each sent byte pays for moving one byte, however
            // little the peer takes at a time.
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
