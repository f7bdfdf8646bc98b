using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

/// <summary>Reads chunk lines as text, for the rule on them: what Go tolerates there and we do not.</summary>
internal static partial class ChunkLines
{
    private const int LineBytesMax = 4096;

    /// <summary>
    /// The data in front of the first line that Go's decoder tolerates and the grammar does not have; null: there is none.
    /// </summary>
    internal static byte[]? FindTolerated(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        var data = new StringBuilder();
        for (var start = 0; ;)
        {
            var feed = text.IndexOf('\n', start);
            if (feed < 0 || feed + 1 - start >= LineBytesMax) return null;
            var line = text[start..feed];
            if (!Strict().IsMatch(line)) return Tolerated().IsMatch(line) ? Encoding.Latin1.GetBytes(data.ToString()) : null;
            var size = ulong.Parse(
                line.AsSpan(0, line.AsSpan().IndexOfAny('\r', ';')), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            start = feed + 1;
            if (size == 0 || size > (ulong)(text.Length - start)) return null;
            data.Append(text, start, (int)size);
            start += (int)size;
            if (string.CompareOrdinal(text, start, "\r\n", 0, 2) != 0) return null;
            start += 2;
        }
    }

    [GeneratedRegex("""^[0-9A-Fa-f]{1,16}(;[!#$%&'*+\-.^_`|~0-9A-Za-z]+(=([!#$%&'*+\-.^_`|~0-9A-Za-z]+|"([\t !#-\[\]-~\u0080-\u00FF]|\\[\t -~\u0080-\u00FF])*"))?)*\r\z""")]
    private static partial Regex Strict();

    // Go cuts trailing blanks, then at the first semicolon, and takes no digits for zero.
    [GeneratedRegex("""^[0-9A-Fa-f]{0,16}([ \t\r]*|;.*)\z""", RegexOptions.Singleline)]
    private static partial Regex Tolerated();
}
