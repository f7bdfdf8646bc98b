using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RouteGen.Protocol;

/// <summary>Reader of bits from a stream that arrives in pieces, least significant bit first (RFC 1951 section 3.1.1).</summary>
internal struct BitReader
{
    /// <summary>The available bits. Bits above <see cref="Count"/> are zero, or equal to the next bits of the input.</summary>
    internal ulong Bits;

    internal int Count;

    /// <summary>Reads input until 56 or more bits are available, or all input is consumed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fill(ref ReadOnlySpan<byte> input)
    {
        if (input.Length >= sizeof(ulong))
        {
            Bits |= BinaryPrimitives.ReadUInt64LittleEndian(input) << Count;
            var taken = (63 - Count) >> 3;
            input = input[taken..];
            Count += taken * 8;
        }
        else
        {
            FillSlowly(ref input);
        }
    }

    /// <summary>Removes available bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Drop(int count)
    {
        Bits >>= count;
        Count -= count;
    }

    /// <summary>Takes up to 32 bits if enough of them are available.</summary>
    internal bool TryTake(ref ReadOnlySpan<byte> input, int count, out uint value)
    {
        if (Count < count) Fill(ref input);
        value = (uint)(Bits & ((1UL << count) - 1));
        if (Count < count) return false;
        Drop(count);
        return true;
    }

    /// <summary>Removes the remaining bits of a partly read byte.</summary>
    internal void Align() => Drop(Count & 7);

    /// <summary>Copies the available whole bytes, and then bytes of the input.</summary>
    internal int Copy(ref ReadOnlySpan<byte> input, Span<byte> target)
    {
        var count = 0;
        while (Count >= 8 && count < target.Length)
        {
            target[count++] = (byte)Bits;
            Drop(8);
        }

        if (Count >= 8) return count;
        // The higher bits were read ahead. The input still contains them.
        Bits = 0;
        var rest = Math.Min(target.Length - count, input.Length);
        input[..rest].CopyTo(target[count..]);
        input = input[rest..];
        return count + rest;
    }

    private void FillSlowly(ref ReadOnlySpan<byte> input)
    {
        while (Count < 56 && !input.IsEmpty)
        {
            Bits |= (ulong)input[0] << Count;
            Count += 8;
            input = input[1..];
        }
    }
}
