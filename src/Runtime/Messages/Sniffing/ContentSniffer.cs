// Guesses a content type from the first bytes of a body, as https://mimesniff.spec.whatwg.org has it and with Go's results. The table is in
// SniffTable. Most bodies are text, and this runs for every response without a Content-Type: so the first byte decides if the table is
// searched at all, and the search for binary bytes is vectorised.
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RouteGen;

internal static class ContentSniffer
{
    /// <summary>So many bytes are looked at, and no more.</summary>
    internal const int ConsideredBytesMax = 512;

    // Below what the signature of a font needs, which begins with any bytes.
    private const int ShortTextBytesMax = 32;

    // The specification's "binary data byte": a control character that text does not use.
    private static readonly SearchValues<byte> s_binaryBytes = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0B, 0x0E, 0x0F,
        0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F,
    ]);

    private static readonly bool[] s_beginsSignature = FirstBytes(SniffTable.Types);

    /// <summary>The content type of data, one shared string for each type; never empty. Go's name: <c>http.DetectContentType</c>.</summary>
    internal static string Detect(ReadOnlySpan<byte> data) => Sniff(data).Text;

    /// <summary>Variant of <see cref="Detect"/>, as the field line that says it.</summary>
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

    // A word or a line, as many a response is: too short for a vector to be worth its start.
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
    /// Section 6.2.1: data that begins with a whole <c>ftyp</c> box, one of whose brands begins with <c>mp4</c>. Length and type are
    /// followed by the major brand, its version, which is not a brand, and the compatible brands, four bytes each.
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

    /// <summary>True if some signature can match. The one that begins with any bytes, that of a font, is looked for where it is.</summary>
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
