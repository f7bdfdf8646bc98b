using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using RouteGen.Primitives;

namespace RouteGen.IO;

/// <summary>Received bytes that are not yet consumed, in an array that is rented while the connection is busy.</summary>
internal struct InputBuffer
{
    private const int FirstSize = TurnArrays.InputBytes;

    // Size of the array for an incomplete head.
    private const int SmallSize = 1024;

    private byte[]? _array;
    private int _start;
    private int _end;

    internal readonly int Count => _end - _start;

    internal readonly bool IsEmpty => _end == _start;

    internal readonly ReadOnlySpan<byte> Unread => _array.AsSpan(_start, _end - _start);

    /// <summary>Removes the first bytes.</summary>
    internal void Consume(int count)
    {
        Debug.Assert(count >= 0 && count <= Count);
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Reads once into the free space, and makes space first if there is none.</summary>
    /// <param name="conn">The connection to read from.</param>
    /// <param name="filled">True if the read filled the free space. More data may then be available.</param>
    /// <returns>The result of <see cref="Conn.TryReceive"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Fill(Conn conn, out bool filled)
    {
        if (_array is null) _array = TurnArrays.RentInput();
        // A small array that is full or empty is replaced by a large one.
        else if (_end == _array.Length || (_end == 0 && _array.Length < FirstSize)) MakeRoom();
        var room = _array.AsSpan(_end);
        var count = conn.TryReceive(room);
        if (count > 0) _end += count;
        filled = count == room.Length;
        return count;
    }

    /// <summary>Returns the array to the pool. Unread bytes are dropped.</summary>
    internal void Release()
    {
        if (_array is { } array) TurnArrays.ReturnInput(array);
        _array = null;
        _start = _end = 0;
    }

    /// <summary>Moves a few unread bytes to a small array during a wait, so that deliberately slow peers use little memory.</summary>
    internal void Shrink()
    {
        if (_array is not { Length: > SmallSize } array || Count > SmallSize / 2) return;
        var small = ArrayPool<byte>.Shared.Rent(SmallSize);
        var count = Count;
        Unread.CopyTo(small);
        TurnArrays.ReturnInput(array);
        _array = small;
        _start = 0;
        _end = count;
    }

    // Moves the unread bytes to the front, or into an array twice as large if they fill this one. The reader limits the unread bytes and
    // thereby the growth.
    private void MakeRoom()
    {
        var array = _array!;
        var count = Count;
        var target = array.Length < FirstSize ? TurnArrays.RentInput()
            : count > array.Length / 2 ? ArrayPool<byte>.Shared.Rent(array.Length * 2)
            : array;
        array.AsSpan(_start, count).CopyTo(target);
        if (!ReferenceEquals(target, array)) TurnArrays.ReturnInput(array);
        _array = target;
        _start = 0;
        _end = count;
    }
}
