using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

/// <summary>Bytes that have arrived and are not yet consumed, in one array rented while the connection is busy.</summary>
internal struct InputBuffer
{
    private const int FirstSize = TurnArrays.InputBytes;

    // Size of the array for a head that the peer has not completed yet.
    private const int SmallSize = 1024;

    private byte[]? _array;
    private int _start;
    private int _end;

    internal readonly int Count => _end - _start;

    internal readonly bool IsEmpty => _end == _start;

    internal readonly ReadOnlySpan<byte> Unread => _array.AsSpan(_start, _end - _start);

    /// <summary>Forgets the first bytes.</summary>
    internal void Consume(int count)
    {
        Debug.Assert(count >= 0 && count <= Count);
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Reads once into the free room, making room first if there is none.</summary>
    /// <param name="conn">The connection to read from.</param>
    /// <param name="filled">True if the read filled the room it was given: then there may be more at once.</param>
    /// <returns>Same as <see cref="Conn.TryReceive"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Fill(Conn conn, out bool filled)
    {
        if (_array is null) _array = TurnArrays.RentInput();
        // A small array that is full or empty has served its purpose.
        else if (_end == _array.Length || (_end == 0 && _array.Length < FirstSize)) MakeRoom();
        var room = _array.AsSpan(_end);
        var count = conn.TryReceive(room);
        if (count > 0) _end += count;
        filled = count == room.Length;
        return count;
    }

    /// <summary>Gives the array back. Called when nothing is unread, or when what is unread is given up.</summary>
    internal void Release()
    {
        if (_array is { } array) TurnArrays.ReturnInput(array);
        _array = null;
        _start = _end = 0;
    }

    /// <summary>More is waited for: a few unread bytes move to a small array, so that peers that are slow on purpose hold little.</summary>
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

    // Moves the unread bytes to the front; if they fill the array, to one twice as large. The reader limits the unread bytes (a head has a
    // limit), and thereby the growth.
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
