using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RouteGen;

/// <summary>Makes text that comes from a peer, wholly or in part, safe for log lines and exception messages.</summary>
internal static class PeerText
{
    /// <summary>
    /// Escapes bytes for a log line: quotes, backslashes, and bytes outside printable ASCII become <c>\xHH</c>. Three dots replace bytes
    /// beyond the limit.
    /// </summary>
    internal static string Escape(ReadOnlySpan<byte> bytes, int bytesMax) =>
        Escape(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, bytesMax + 1)]), bytesMax);

    /// <summary>
    /// Escapes text for a log line: quotes, backslashes, and characters outside printable ASCII become <c>\xHH</c> or <c>\uHHHH</c>. Three
    /// dots replace text beyond the limit.
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
    /// Appends multi-line text. Four blanks follow each line ending, so that no line looks like the beginning of a log entry. Escapes
    /// invisible characters, such as controls (except the tab) and bidirectional marks.
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

    // Not inlined, to keep the binary small: this is never on a hot path.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Append(StringBuilder text, char value, bool isEscaped)
    {
        if (isEscaped)
            text.Append(value < 0x100 ? "\\x" : "\\u")
                .Append(((int)value).ToString(value < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture));
        else text.Append(value);
    }

    // Returns true for C0, DEL, C1, line and paragraph separators, zero-width characters, and bidirectional controls.
    private static bool IsHidden(char value) => value is < ' ' or (>= '\x7F' and <= '\x9F')
        or '\u061C' or (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF';
}
