// Parses application/x-www-form-urlencoded in queries and bodies (WHATWG URL section 5) as Go does: pairs separated by ampersands, a plus
// sign for a blank, percent escapes of UTF-8. A pair with a semicolon is dropped, because a proxy may have parsed it as two pairs
// (BEHAVIOUR M12).
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal static class QueryText
{
    /// <summary>
    /// Largest number of pairs. Text with more is not parsed at all, because a pair needs much more memory than its text.
    /// </summary>
    internal const int PairCountMax = 10_000;

    /// <summary>Parses a text and adds its pairs.</summary>
    /// <returns>The reason why a pair or the whole text was dropped. Null if there is none.</returns>
    internal static string? Parse(ReadOnlySpan<byte> text, Values values)
    {
        if (text.Count((byte)'&') >= PairCountMax) return "There are more than 10,000 parameters.";
        string? problem = null;
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty) continue;
            if (pair.Contains((byte)';'))
            {
                problem ??= "A parameter contains a semicolon, which is not a separator.";
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            if (TryUnescape(equals < 0 ? pair : pair[..equals], out var name)
                && TryUnescape(equals < 0 ? default : pair[(equals + 1)..], out var value))
                values.Add(name, value);
            else
                problem ??= "A percent sign in a parameter is not followed by two hexadecimal digits.";
        }

        return problem;
    }

    /// <summary>Appends a name or value, escaped with upper-case hexadecimal digits.</summary>
    internal static void Escape(string text, StringBuilder output)
    {
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
                output.Append((char)value);
            else if (value == ' ') output.Append('+');
            else output.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
        }
    }

    private static bool TryUnescape(ReadOnlySpan<byte> escaped, out string text)
    {
        text = "";
        if (escaped.IsEmpty) return true;
        if (escaped.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            text = Encoding.UTF8.GetString(escaped);
            return true;
        }

        var bytes = escaped.ToArray();
        bytes.AsSpan().Replace((byte)'+', (byte)' ');
        // Decoding in place is safe, because the decoded text is never longer.
        if (!PercentEncoding.TryDecode(bytes, bytes, out var count)) return false;
        text = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }
}
