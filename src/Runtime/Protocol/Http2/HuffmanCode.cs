// The Huffman code of HPACK (RFC 7541 appendix B). The code is canonical: codes of one length are consecutive, in the order of their
// symbols, so the lengths define it. Codes of up to eight bits are decoded with one look into a table; longer ones, by comparing with the
// first code of each length.
namespace RouteGen.Protocol;

internal static class HuffmanCode
{
    private const int FastBits = 8;
    private const int LengthMax = 30;
    private const int SymbolCount = 257;

    // Symbols in the order of their codes; the number of codes of each length; and the symbol (low byte) and length of short codes.
    private static readonly ushort[] s_symbols = new ushort[SymbolCount];
    private static readonly int[] s_counts = new int[LengthMax + 1];
    private static readonly ushort[] s_fast = new ushort[1 << FastBits];

    static HuffmanCode()
    {
        for (var symbol = 0; symbol < SymbolCount; symbol++) s_counts[Length(symbol)]++;
        var next = 0;
        for (var length = 1; length <= LengthMax; length++)
            for (var symbol = 0; symbol < SymbolCount; symbol++)
                if (Length(symbol) == length) s_symbols[next++] = (ushort)symbol;
        FillFast();
    }

    // The lengths of the codes of all bytes. The code of the end of a string has 30 bits.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    ];

    /// <summary>Decodes a string.</summary>
    /// <param name="source">The encoded bytes.</param>
    /// <param name="destination">Receives the decoded bytes. Must have space for 8 / 5 of the encoded ones.</param>
    /// <param name="written">The number of decoded bytes.</param>
    /// <returns>False if the string is not valid.</returns>
    internal static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        written = 0;
        var bits = 0UL;
        var count = 0;
        var at = 0;
        while (true)
        {
            for (; count <= 56 && at < source.Length; count += 8) bits |= (ulong)source[at++] << (56 - count);
            if (count == 0) return true;
            var fast = s_fast[bits >> (64 - FastBits)];
            int length;
            byte symbol;
            if (fast != 0) (length, symbol) = (fast >> 8, (byte)fast);
            else if (!TryDecodeLong((uint)(bits >> 32), out length, out symbol)) return IsPadding(bits, count);
            if (length > count) return IsPadding(bits, count);
            destination[written++] = symbol;
            bits <<= length;
            count -= length;
        }
    }

    // RFC 7541 section 5.2: fewer than eight bits, all of them one.
    private static bool IsPadding(ulong bits, int count) => count < 8 && bits >> (64 - count) == (1UL << count) - 1;

    private static bool TryDecodeLong(uint bits, out int length, out byte symbol)
    {
        var first = 0u;
        var index = 0;
        for (length = 1; length <= LengthMax; length++)
        {
            var code = bits >> (32 - length);
            if (code - first < s_counts[length])
            {
                var found = s_symbols[index + (int)(code - first)];
                symbol = (byte)found;
                return found < 256;
            }

            index += s_counts[length];
            first = (first + (uint)s_counts[length]) << 1;
        }

        symbol = 0;
        return false;
    }

    private static void FillFast()
    {
        for (var code = 0; code < s_fast.Length; code++)
        {
            if (TryDecodeLong((uint)code << (32 - FastBits), out var length, out var symbol) && length <= FastBits)
                s_fast[code] = (ushort)((length << 8) | symbol);
        }
    }

    private static int Length(int symbol) => symbol == SymbolCount - 1 ? LengthMax : Lengths[symbol];
}
