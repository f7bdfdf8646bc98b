using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RouteGen.Protocol;

/// <summary>Reads bits from a stream that arrives in pieces, least significant bit first (RFC 1951 section 3.1.1).</summary>
internal struct BitReader
{
    /// <summary>The bits at hand. Those above <see cref="Count"/> are zero, or what will come.</summary>
    internal ulong Bits;

    internal int Count;

    /// <summary>Takes as much of the input as there is room for: afterwards there are 56 bits or more, or the input is used up.</summary>
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

    /// <summary>Forgets bits that are at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Drop(int count)
    {
        Bits >>= count;
        Count -= count;
    }

    /// <summary>Takes bits if enough are available.</summary>
    /// <param name="input">The source of more bits.</param>
    /// <param name="count">At most 32.</param>
    /// <param name="value">The bits.</param>
    internal bool TryTake(ref ReadOnlySpan<byte> input, int count, out uint value)
    {
        if (Count < count) Fill(ref input);
        value = (uint)(Bits & ((1UL << count) - 1));
        if (Count < count) return false;
        Drop(count);
        return true;
    }

    /// <summary>Forgets the rest of a byte that was begun.</summary>
    internal void Align() => Drop(Count & 7);

    /// <summary>Takes the whole bytes at hand, and then those of the input.</summary>
    internal int Copy(ref ReadOnlySpan<byte> input, Span<byte> target)
    {
        var count = 0;
        while (Count >= 8 && count < target.Length)
        {
            target[count++] = (byte)Bits;
            Drop(8);
        }

        if (Count >= 8) return count;
        // The higher bits were read ahead, and are now consumed from the input.
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
