// Encodes fields (RFC 7541 section 6). Strings are not Huffman-coded: fields that recur are in the table and take one byte, and the others
// are short. Values that differ from message to message, such as lengths, are not added to the table, and secrets never (section 7.1).
//
// The methods write to the beginning of a span, which has space for BytesMax, and return the number of bytes.
namespace RouteGen.Protocol;

internal sealed class HpackEncoder
{
    private const int TableBytesMax = 4096;
    private const int IndexedValueMax = 256;

    // An integer needs at most five bytes.
    private const int IntegerBytesMax = 6;

    private readonly HpackTable _table = new(TableBytesMax);
    private bool _mustTellSize;
    private int _smallestSize = TableBytesMax;

    /// <summary>Returns the largest number of bytes of a field.</summary>
    internal static int BytesMax(int nameLength, int valueLength) => (3 * IntegerBytesMax) + nameLength + valueLength;

    /// <summary>Applies the limit of the peer for the table.</summary>
    internal void SetTableSize(uint bytesMax)
    {
        var size = (int)Math.Min(bytesMax, TableBytesMax);
        if (size == _table.BytesMax) return;
        _smallestSize = Math.Min(_mustTellSize ? _smallestSize : size, size);
        _table.Resize(size);
        _mustTellSize = true;
    }

    /// <summary>Begins a block.</summary>
    internal int Begin(Span<byte> output)
    {
        if (!_mustTellSize) return 0;
        _mustTellSize = false;
        // RFC 7541 section 4.2: the smallest size in between, then the last one.
        var count = _smallestSize < _table.BytesMax ? WriteInteger(output, 0x20, 5, _smallestSize) : 0;
        return count + WriteInteger(output[count..], 0x20, 5, _table.BytesMax);
    }

    /// <summary>Writes an entry of the static table.</summary>
    internal static int WriteStatic(Span<byte> output, int index)
    {
        output[0] = (byte)(0x80 | index);
        return 1;
    }

    /// <summary>Writes a field that is added to the table.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="name">The name in lower case.</param>
    /// <param name="staticIndex">Index of an entry of the static table with this name, or 0.</param>
    /// <param name="value">The value.</param>
    internal int WriteIndexed(Span<byte> output, ReadOnlySpan<byte> name, int staticIndex, ReadOnlySpan<byte> value)
    {
        if (value.Length > IndexedValueMax || name.Length + value.Length + HpackTable.EntryOverhead > _table.BytesMax)
            return WriteLiteral(output, name, staticIndex, value, isSecret: false);
        var hash = HashOf(name, value);
        var age = _table.Find(name, value, hash);
        if (age >= 0) return WriteInteger(output, 0x80, 7, HpackStatic.Count + 1 + age);
        var count = WriteField(output, 0x40, 6, name, staticIndex, value);
        _table.Add(name, value, hash);
        return count;
    }

    /// <summary>Writes a field that is not added to the table, or, if it is secret, to no table on the way.</summary>
    internal static int WriteLiteral(
        Span<byte> output, ReadOnlySpan<byte> name, int staticIndex, ReadOnlySpan<byte> value, bool isSecret) =>
        WriteField(output, isSecret ? 0x10 : 0, 4, name, staticIndex, value);

    private static int WriteField(
        Span<byte> output, int pattern, int prefixBits, ReadOnlySpan<byte> name, int staticIndex, ReadOnlySpan<byte> value)
    {
        var count = WriteInteger(output, pattern, prefixBits, staticIndex);
        if (staticIndex == 0) count += WriteString(output[count..], name);
        return count + WriteString(output[count..], value);
    }

    private static int WriteString(Span<byte> output, ReadOnlySpan<byte> text)
    {
        var count = WriteInteger(output, 0, 7, text.Length);
        text.CopyTo(output[count..]);
        return count + text.Length;
    }

    private static int WriteInteger(Span<byte> output, int pattern, int prefixBits, int value)
    {
        var max = (1 << prefixBits) - 1;
        if (value < max)
        {
            output[0] = (byte)(pattern | value);
            return 1;
        }

        output[0] = (byte)(pattern | max);
        var count = 1;
        for (value -= max; value >= 0x80; value >>= 7) output[count++] = (byte)(value | 0x80);
        output[count++] = (byte)value;
        return count;
    }

    // The hash only finds candidates. The values are those of the program, not of a peer.
    private static int HashOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var hash = (uint)name.Length * 31 + (uint)value.Length;
        foreach (var letter in value) hash = (hash ^ letter) * 16777619;
        return (int)(hash ^ name[0]);
    }
}
