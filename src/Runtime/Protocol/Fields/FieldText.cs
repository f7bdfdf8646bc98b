// Text of field values, reason phrases, cookies and credentials. RFC 9110 section 5.5 leaves the meaning of bytes above ASCII to the
// recipient. Received bytes are read as UTF-8 if they are valid UTF-8, and otherwise as Latin-1. Text is written as UTF-8. Reading as
// Latin-1 loses nothing, so text that was read in that way is written back byte for byte. Code that stores text therefore also stores
// whether it is Latin-1.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace RouteGen.Protocol;

internal static class FieldText
{
    // RFC 9110 section 5.5 allows no control character except the tab.
    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        "\0\x01\x02\x03\x04\x05\x06\x07\x08\x0A\x0B\x0C\x0D\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F\x7F");

    /// <summary>Decodes received bytes.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes) => Decode(bytes, out _);

    /// <summary>
    /// Decodes received bytes. If they are not valid UTF-8, they are Latin-1, and each character of the text is one byte.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static string Decode(ReadOnlySpan<byte> bytes, out bool isLatin1)
    {
        isLatin1 = false;
        return WireBytes.IsAscii(bytes) ? Encoding.Latin1.GetString(bytes) : DecodeOther(bytes, out isLatin1);
    }

    /// <summary>Decodes part of a text that was decoded as Latin-1, because the part alone may be valid UTF-8.</summary>
    internal static string DecodePart(string latin1) => Ascii.IsValid(latin1) ? latin1 : Decode(Encoding.Latin1.GetBytes(latin1));

    /// <summary>Returns the largest number of bytes for a number of characters.</summary>
    internal static int BytesMax(int charCount) => checked(charCount * 3);

    /// <summary>
    /// Encodes text into a destination with space for <see cref="BytesMax"/> bytes. A lone surrogate becomes a question mark.
    /// </summary>
    internal static int Encode(ReadOnlySpan<char> text, bool isLatin1, Span<byte> destination)
    {
        if (isLatin1) return Encoding.Latin1.GetBytes(text, destination);
        var written = 0;
        while (true)
        {
            var status = Utf8.FromUtf16(text, destination[written..], out var read, out var count, replaceInvalidSequences: false);
            written += count;
            if (status != OperationStatus.InvalidData) return written;
            destination[written++] = (byte)'?';
            text = text[(read + 1)..];
        }
    }

    /// <summary>Returns the number of bytes of an encoded text.</summary>
    internal static int CountBytes(string text, bool isLatin1) => isLatin1 ? text.Length : Encoding.UTF8.GetByteCount(text);

    /// <summary>
    /// True if a field can contain the text unchanged: it has no control character except the tab, and no lone surrogate.
    /// </summary>
    internal static bool IsWritable(ReadOnlySpan<char> text) => text.IndexOfAny(s_controls) < 0 && IsWellFormed(text);

    /// <summary>True if the text contains no lone surrogate.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (at < 0) return true;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
            text = text[(at + 2)..];
        }
    }

    /// <summary>True if every character is one byte in Latin-1.</summary>
    internal static bool IsLatin1(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('\0', '\xFF') < 0;

    /// <summary>
    /// Converts each byte of the encoded text to one character, so that the result can be joined with text that was read as Latin-1.
    /// </summary>
    internal static string ToLatin1(string text, bool isLatin1)
    {
        if (isLatin1 || Ascii.IsValid(text)) return text;
        var bytes = new byte[BytesMax(text.Length)];
        return Encoding.Latin1.GetString(bytes, 0, Encode(text, isLatin1: false, bytes));
    }

    private static string DecodeOther(ReadOnlySpan<byte> bytes, out bool isLatin1)
    {
        isLatin1 = !Utf8.IsValid(bytes);
        return (isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes);
    }
}
