// A prefix code of DEFLATE (RFC 1951 section 3.2.2). Codes of up to ten bits are looked up in a table. Longer codes are rare by
// construction, and are found bit by bit in canonical order.
using System.Diagnostics;

namespace RouteGen.Protocol;

internal sealed class HuffmanTable
{
    internal const int CodeBitsMax = 15;

    /// <summary>Result of <see cref="Find"/> if the available bits are the beginning of a longer code.</summary>
    internal const int NeedMore = -1;

    /// <summary>Result of <see cref="Find"/> if no code begins with these bits.</summary>
    internal const int Unknown = -2;

    private const int QuickBits = 10;
    private const int SymbolsMax = 288;

    // The symbol in the high bits, and the length of its code in the low four. Zero for a longer code, or for none.
    private readonly ushort[] _quick = new ushort[1 << QuickBits];
    private readonly ushort[] _symbols = new ushort[SymbolsMax];
    private readonly ushort[] _counts = new ushort[CodeBitsMax + 1];

    /// <summary>
    /// Builds the code from the code lengths of up to 288 symbols; zero means that a symbol does not occur. Returns false if no code has
    /// these lengths. An incomplete code is accepted only on request, and only if it has no symbol, or one symbol with a code of one bit.
    /// </summary>
    internal bool TryBuild(ReadOnlySpan<byte> lengths, bool mustBeComplete)
    {
        Debug.Assert(lengths.Length <= SymbolsMax);
        Array.Clear(_quick);
        Array.Clear(_counts);
        foreach (var length in lengths) _counts[length]++;
        var used = lengths.Length - _counts[0];
        var left = 1;
        for (var length = 1; length <= CodeBitsMax; length++)
        {
            left = (left << 1) - _counts[length];
            if (left < 0) return false;
        }

        if (left > 0 && (mustBeComplete || used > 1 || used != _counts[1])) return false;
        Sort(lengths);
        return true;
    }

    /// <summary>
    /// Returns the symbol whose code the bits begin with, or <see cref="NeedMore"/> or <see cref="Unknown"/>. The first bit is the least
    /// significant.
    /// </summary>
    internal int Find(ulong bits, int count, out int length)
    {
        var quick = _quick[(int)bits & ((1 << QuickBits) - 1)];
        length = quick & 15;
        if (length == 0) return FindLong(bits, count, out length);
        return length <= count ? quick >> 4 : NeedMore;
    }

    private int FindLong(ulong bits, int count, out int length)
    {
        var code = 0;
        var first = 0;
        var index = 0;
        for (length = 1; length <= CodeBitsMax; length++)
        {
            if (length > count) return NeedMore;
            code |= (int)bits & 1;
            bits >>= 1;
            var ofLength = _counts[length];
            if (code - ofLength < first) return _symbols[index + code - first];
            index += ofLength;
            first = (first + ofLength) << 1;
            code <<= 1;
        }

        return Unknown;
    }

    // Sorts the symbols by length of code and then by value, which is the order of the codes. Fills the table of short codes.
    private void Sort(ReadOnlySpan<byte> lengths)
    {
        Span<int> nextIndex = stackalloc int[CodeBitsMax + 1];
        Span<int> nextCode = stackalloc int[CodeBitsMax + 1];
        nextIndex[0] = nextIndex[1] = nextCode[0] = nextCode[1] = 0;
        for (var length = 1; length < CodeBitsMax; length++)
        {
            nextIndex[length + 1] = nextIndex[length] + _counts[length];
            nextCode[length + 1] = (nextCode[length] + _counts[length]) << 1;
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0) continue;
            _symbols[nextIndex[length]++] = (ushort)symbol;
            var code = nextCode[length]++;
            if (length > QuickBits) continue;
            // Codes are stored with their first bit as the least significant.
            var reversed = 0;
            for (var bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
            for (var at = reversed; at < _quick.Length; at += 1 << length) _quick[at] = (ushort)((symbol << 4) | length);
        }
    }
}
