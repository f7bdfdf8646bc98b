// Decodes blocks of fields (RFC 7541 section 6). A block is decoded completely even if the receiver refuses its fields, because the next
// one refers to the table that this one leaves.
namespace RouteGen.Protocol;

internal sealed class HpackDecoder
{
    /// <summary>Size of the table that a peer may use without a setting.</summary>
    internal const int DefaultTableBytesMax = 4096;

    private readonly HpackTable _table = new(DefaultTableBytesMax);

    /// <summary>Largest size of the table that the peer may choose.</summary>
    internal int TableBytesMax { get; set; } = DefaultTableBytesMax;

    /// <summary>Decodes a whole block. Returns false if it is malformed; the connection cannot continue then.</summary>
    /// <param name="block">The block.</param>
    /// <param name="scratch">Space for strings that are Huffman-coded; it grows.</param>
    /// <param name="fields">Receives the fields.</param>
    internal bool TryDecode(ReadOnlySpan<byte> block, ref byte[] scratch, IHpackFields fields)
    {
        // Two strings of a field, each 8 / 5 as long as the code at most.
        if (scratch.Length < block.Length * 2) scratch = new byte[Math.Max(1024, block.Length * 2)];
        var mayResize = true;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0xE0) == 0x20)
            {
                if (!mayResize || !TryInteger(ref block, 5, out var size) || size > TableBytesMax) return false;
                _table.Resize(size);
                continue;
            }

            mayResize = false;
            if ((first & 0x80) != 0)
            {
                if (!TryInteger(ref block, 7, out var index) || !TryGet(index, out var name, out var value)) return false;
                fields.OnField(name, value);
                continue;
            }

            if (!TryLiteral(ref block, (first & 0x40) != 0, scratch, fields)) return false;
        }

        return true;
    }

    private bool TryLiteral(scoped ref ReadOnlySpan<byte> block, bool isIndexed, Span<byte> scratch, IHpackFields fields)
    {
        ReadOnlySpan<byte> name;
        if (!TryInteger(ref block, isIndexed ? 6 : 4, out var index)) return false;
        if (index != 0)
        {
            if (!TryGet(index, out name, out _)) return false;
        }
        else if (!TryString(ref block, ref scratch, out name))
        {
            return false;
        }

        if (!TryString(ref block, ref scratch, out var value)) return false;
        fields.OnField(name, value);
        if (isIndexed) _table.Add(name, value);
        return true;
    }

    private bool TryGet(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (index == 0) return false;
        if (index <= HpackStatic.Count)
        {
            name = HpackStatic.Name(index);
            value = HpackStatic.Value(index);
            return true;
        }

        var age = index - HpackStatic.Count - 1;
        if (age >= _table.Count) return false;
        name = _table.Name(age);
        value = _table.Value(age);
        return true;
    }

    private static bool TryString(scoped ref ReadOnlySpan<byte> block, scoped ref Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (block.IsEmpty) return false;
        var isHuffman = (block[0] & 0x80) != 0;
        if (!TryInteger(ref block, 7, out var length) || length > block.Length) return false;
        text = block[..length];
        block = block[length..];
        if (!isHuffman) return true;
        if (!HuffmanCode.TryDecode(text, scratch, out var written)) return false;
        text = scratch[..written];
        scratch = scratch[written..];
        return true;
    }

    // RFC 7541 section 5.1. No length or index of a block that is accepted needs more than four further bytes.
    private static bool TryInteger(scoped ref ReadOnlySpan<byte> block, int prefixBits, out int value)
    {
        value = 0;
        if (block.IsEmpty) return false;
        var max = (1 << prefixBits) - 1;
        value = block[0] & max;
        block = block[1..];
        if (value < max) return true;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (block.IsEmpty) return false;
            var next = block[0];
            block = block[1..];
            value += (next & 0x7F) << shift;
            if ((next & 0x80) == 0) return true;
        }

        return false;
    }
}
