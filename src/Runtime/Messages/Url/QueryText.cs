// application/x-www-form-urlencoded, in queries and in bodies (WHATWG URL section 5), read as Go reads it: pairs between
// ampersands, a plus sign for a blank, percent escapes of UTF-8. A semicolon separates nothing: a pair that has one is dropped, since a
// proxy may have read it as two (BEHAVIOUR M12).
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal static class QueryText
{
    /// <summary>With more pairs than this nothing is read at all: each costs much more memory than it costs its sender.</summary>
    internal const int PairCountMax = 10_000;

    /// <summary>Adds the pairs of a text.</summary>
    /// <returns>The problem of a pair that was dropped, or of all of them. Null if there is none.</returns>
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

    /// <summary>Appends a name or value, escaped, with upper-case digits.</summary>
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
        // The position of writing is never ahead of that of reading.
        if (!PercentEncoding.TryDecode(bytes, bytes, out var count)) return false;
        text = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }
}
