// Text of field values, reason phrases, cookies and credentials. RFC 9110 section 5.5 leaves bytes above ASCII to whoever reads them. They
// are read as UTF-8 where they are valid UTF-8 and as Latin-1 where they are not, and written as UTF-8. Latin-1 loses nothing, so text that
// was read as Latin-1 and is not set anew goes back byte for byte: whoever keeps it keeps that one bit beside it.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace RouteGen.Protocol;

internal static class FieldText
{
    // RFC 9110 section 5.5: no control character but the tab.
    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        "\0\x01\x02\x03\x04\x05\x06\x07\x08\x0A\x0B\x0C\x0D\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F\x7F");

    /// <summary>The text of bytes as they came.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes) => Decode(bytes, out _);

    /// <summary>The text of bytes as they came.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isLatin1">Whether they are not valid UTF-8, so that each character of the text is one of them.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static string Decode(ReadOnlySpan<byte> bytes, out bool isLatin1)
    {
        isLatin1 = false;
        return WireBytes.IsAscii(bytes) ? Encoding.Latin1.GetString(bytes) : DecodeOther(bytes, out isLatin1);
    }

    /// <summary>The text of a part of a text that was decoded as Latin-1: the part may be UTF-8 by itself.</summary>
    internal static string DecodePart(string latin1) => Ascii.IsValid(latin1) ? latin1 : Decode(Encoding.Latin1.GetBytes(latin1));

    /// <summary>The most bytes that so many characters become.</summary>
    internal static int BytesMax(int charCount) => checked(charCount * 3);

    /// <summary>Writes text as bytes. Half of a surrogate pair becomes a question mark.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLatin1">Whether it was read as Latin-1.</param>
    /// <param name="destination">Has room for <see cref="BytesMax"/>.</param>
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

    /// <summary>How many bytes text becomes.</summary>
    internal static int CountBytes(string text, bool isLatin1) => isLatin1 ? text.Length : Encoding.UTF8.GetByteCount(text);

    /// <summary>Whether a field can carry the text as it is: no control character but the tab, and no half of a surrogate pair.</summary>
    internal static bool IsWritable(ReadOnlySpan<char> text) => text.IndexOfAny(s_controls) < 0 && IsWellFormed(text);

    /// <summary>Whether no half of a surrogate pair stands alone.</summary>
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

    /// <summary>Whether each character is one byte of Latin-1.</summary>
    internal static bool IsLatin1(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('\0', '\xFF') < 0;

    /// <summary>The bytes of a text, each as one character: what can be joined with text that was read as Latin-1.</summary>
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
