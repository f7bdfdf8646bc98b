// Guesses a content type from the first bytes of a body, according to https://mimesniff.spec.whatwg.org and with Go's results. SniffTable
// has the signatures. This runs for every response without a Content-Type, and most bodies are text. So the signatures are searched only if
// the first byte can begin one, and the search for binary bytes is vectorised.
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RouteGen;

internal static class ContentSniffer
{
    /// <summary>Number of bytes that are examined.</summary>
    internal const int ConsideredBytesMax = 512;

    // Shorter than the font signature, the only one that begins with arbitrary bytes.
    private const int ShortTextBytesMax = 32;

    // The "binary data bytes" of the specification: control characters that do not occur in text.
    private static readonly SearchValues<byte> s_binaryBytes = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0B, 0x0E, 0x0F,
        0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F,
    ]);

    private static readonly bool[] s_beginsSignature = FirstBytes(SniffTable.Types);

    /// <summary>Returns the content type of data, a shared string. Never empty. Go's name: <c>http.DetectContentType</c>.</summary>
    internal static string Detect(ReadOnlySpan<byte> data) => Sniff(data).Text;

    /// <summary>Detects the content type like <see cref="Detect"/>. Returns the complete <c>Content-Type</c> line.</summary>
    internal static ReadOnlySpan<byte> DetectFieldLine(ReadOnlySpan<byte> data) => Sniff(data).FieldLine;

    private static SniffedType Sniff(ReadOnlySpan<byte> data)
    {
        if (IsShortText(data)) return SniffTable.PlainText;
        if (data.Length > ConsideredBytesMax) data = data[..ConsideredBytesMax];
        var content = data.TrimStart(" \t\n\f\r"u8);
        if (content.StartsWith("<"u8))
        {
            if (IsHtml(content)) return SniffTable.Html;
            if (content.StartsWith("<?xml"u8)) return SniffTable.Xml;
        }

        return FindSignature(data) ?? (content.ContainsAny(s_binaryBytes) ? SniffTable.Binary : SniffTable.PlainText);
    }

    // Fast path for a word or a line, as in many responses. A vectorised search does not pay for so few bytes.
    private static bool IsShortText(ReadOnlySpan<byte> data)
    {
        if (data.Length is 0 or > ShortTextBytesMax || data[0] is (byte)'<' || s_beginsSignature[data[0]]) return false;
        foreach (var value in data)
            if (value < ' ') return false;
        return data[0] != ' ';
    }

    private static SniffedType? FindSignature(ReadOnlySpan<byte> data)
    {
        if (!MayHaveSignature(data)) return null;
        foreach (var type in SniffTable.Types)
            if (type.Matches(data) && (type != SniffTable.Mp4 || IsMp4(data))) return type;
        return null;
    }

    private static bool IsHtml(ReadOnlySpan<byte> content)
    {
        foreach (var tag in SniffTable.Tags)
        {
            if (content.Length <= tag.Length || content[tag.Length] is not ((byte)' ' or (byte)'>')) continue;
            if (Ascii.EqualsIgnoreCase(content[..tag.Length], tag)) return true;
        }

        return false;
    }

    /// <summary>
    /// Returns true for an <c>ftyp</c> box with a brand that begins with <c>mp4</c> (section 6.2.1). The box consists of units of four
    /// bytes: length, type, major brand, version of the brand, and compatible brands.
    /// </summary>
    private static bool IsMp4(ReadOnlySpan<byte> data)
    {
        if (data.Length < 12) return false;
        var boxLength = BinaryPrimitives.ReadUInt32BigEndian(data);
        if (boxLength > data.Length || boxLength % 4 != 0) return false;
        for (var index = 8; index < boxLength; index += 4)
            if (index != 12 && data[index..].StartsWith("mp4"u8)) return true;
        return false;
    }

    /// <summary>
    /// Returns true if a signature can match. Compares the fixed bytes of the font signature, which begins with arbitrary bytes.
    /// </summary>
    private static bool MayHaveSignature(ReadOnlySpan<byte> data) =>
        !data.IsEmpty && (s_beginsSignature[data[0]] || (data.Length >= 36 && data[34..].StartsWith("LP"u8)));

    private static bool[] FirstBytes(SniffedType[] types)
    {
        var begins = new bool[256];
        foreach (var type in types)
            foreach (var signature in type.Signatures)
                if (signature[0] != SniffedType.Any) begins[signature[0]] = true;
        return begins;
    }
}
