using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RouteGen;

/// <summary>Makes text that comes from a peer, wholly or in part, safe for log lines and exception messages.</summary>
internal static class PeerText
{
    /// <summary>
    /// Escapes bytes to visible ASCII: others, quotes and backslashes become <c>\xHH</c>. Bytes beyond the limit become three dots.
    /// </summary>
    internal static string Escape(ReadOnlySpan<byte> bytes, int bytesMax) =>
        Escape(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, bytesMax + 1)]), bytesMax);

    /// <summary>
    /// Escapes text to visible ASCII: other characters become <c>\xHH</c> or <c>\uHHHH</c>. Text beyond the limit becomes three dots.
    /// </summary>
    internal static string Escape(string characters, int lengthMax)
    {
        var text = new StringBuilder(Math.Min(characters.Length, lengthMax) + 8);
        foreach (var value in characters.AsSpan(0, Math.Min(characters.Length, lengthMax)))
            Append(text, value, value is < ' ' or > '~' or '"' or '\\');
        if (characters.Length > lengthMax) text.Append("...");
        return text.ToString();
    }

    /// <summary>
    /// Escapes text of several lines. Line ends are kept, each followed by four blanks, so that no line looks like the beginning of an
    /// entry. Control characters and those that change the writing direction are escaped.
    /// </summary>
    internal static void AppendLines(StringBuilder text, string lines, int lengthMax)
    {
        foreach (var value in lines.AsSpan(0, Math.Min(lines.Length, lengthMax)))
        {
            if (value == '\n') text.Append("\n    ");
            else if (value != '\r') Append(text, value, value != '\t' && IsHidden(value));
        }

        if (lines.Length > lengthMax) text.Append("...");
    }

    // Never on a fast path, so its code is in the program only once.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Append(StringBuilder text, char value, bool isEscaped)
    {
        if (isEscaped)
            text.Append(value < 0x100 ? "\\x" : "\\u")
                .Append(((int)value).ToString(value < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture));
        else text.Append(value);
    }

    // C0, DEL, C1, the line and paragraph separators, and the marks, embeddings and isolates of bidirectional text.
    private static bool IsHidden(char value) => value is < ' ' or (>= '\x7F' and <= '\x9F')
        or '\u061C' or (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF';
}
