using System.Buffers;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Encodes the text of fields and reason phrases, for all code that writes them: as UTF-8, or as it was received. There is no best-fit
/// mapping.
/// </summary>
internal static class FieldWriter
{
    /// <summary>Appends text that was checked, or that the caller cleans. A lone surrogate becomes a question mark.</summary>
    /// <returns>The bytes.</returns>
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
    /// Appends text so that it cannot end its line: CR, LF and NUL become blanks (Go's headerNewlineToSpace; RFC 9110 section 5.5); other
    /// control characters except the tab, and lone surrogates, become question marks.
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
