using System.Buffers;
using System.Text;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Encodes field values and reason phrases as UTF-8, or as the received bytes if they were not UTF-8.
/// </summary>
internal static class FieldWriter
{
    /// <summary>Appends text without removing control characters. A lone surrogate becomes a question mark.</summary>
    /// <returns>The bytes that were appended.</returns>
    internal static Span<byte> Append(ref OutputBuffer output, ReadOnlySpan<char> text, bool isLatin1)
    {
        var span = output.GetSpan(text.Length);
        if (Ascii.FromUtf16(text, span, out var count) != OperationStatus.Done)
        {
            span = output.GetSpan(FieldText.BytesMax(text.Length));
            count = FieldText.Encode(text, isLatin1, span);
        }

        output.Advance(count);
        return span[..count];
    }

    /// <summary>
    /// Appends text so that it cannot break its line. CR, LF and NUL become blanks (RFC 9110 section 5.5; Go's headerNewlineToSpace). Lone
    /// surrogates and other control characters, except the tab, become question marks.
    /// </summary>
    internal static void AppendClean(ref OutputBuffer output, ReadOnlySpan<char> text, bool isLatin1)
    {
        var rest = Append(ref output, text, isLatin1);
        for (var at = rest.IndexOfAny(WireBytes.Control); at >= 0; at = rest.IndexOfAny(WireBytes.Control))
        {
            rest[at] = rest[at] is (byte)'\r' or (byte)'\n' or 0 ? (byte)' ' : (byte)'?';
            rest = rest[(at + 1)..];
        }
    }
}
