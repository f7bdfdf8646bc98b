using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RouteGen;

/// <summary>Text of a peer, or with parts of a peer's in it, as it may stand in a log line or a message.</summary>
internal static class PeerText
{
    /// <summary>Bytes as visible ASCII: the others, the quote and the backslash as <c>\xHH</c>. What is beyond the bound becomes three dots.</summary>
    internal static string Escape(ReadOnlySpan<byte> bytes, int bytesMax) =>
        Escape(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, bytesMax + 1)]), bytesMax);

    /// <summary>As the other, of characters: those outside visible ASCII as <c>\xHH</c> or <c>\uHHHH</c>.</summary>
    internal static string Escape(string characters, int lengthMax)
    {
        var text = new StringBuilder(Math.Min(characters.Length, lengthMax) + 8);
        foreach (var value in characters.AsSpan(0, Math.Min(characters.Length, lengthMax)))
            Append(text, value, value is < ' ' or > '~' or '"' or '\\');
        if (characters.Length > lengthMax) text.Append("...");
        return text.ToString();
    }

    /// <summary>
    /// Text of several lines: line ends stay, each with four blanks behind it, so that no line can be taken for the beginning of an entry. Controls
    /// and what changes the direction of writing are escaped.
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

    // Not on anybody's fast path, so its code is in the program once.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Append(StringBuilder text, char value, bool isEscaped)
    {
        if (isEscaped) text.Append(value < 0x100 ? "\\x" : "\\u").Append(((int)value).ToString(value < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture));
        else text.Append(value);
    }

    // C0, DEL, C1, the line and paragraph separators, and the marks, embeddings and isolates of bidirectional text.
    private static bool IsHidden(char value) => value is < ' ' or (>= '\x7F' and <= '\x9F')
        or '\u061C' or (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF';
}
