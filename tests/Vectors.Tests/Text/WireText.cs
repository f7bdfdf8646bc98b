// What a server wrote, made comparable: without the date that it added, and with the data of its chunks in one piece.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

internal static partial class WireText
{
    /// <summary>The text without a date of today's form, and whether there was one.</summary>
    internal static (string Text, bool HasDate) WithoutDate(string wire)
    {
        var match = DateLine().Match(wire);
        return match.Success ? (wire.Remove(match.Index, match.Length), true) : (wire, false);
    }

    /// <summary>The text with all data of a chunked body in one chunk.</summary>
    internal static string Dechunk(string wire)
    {
        var headEnd = wire.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (headEnd < 0 || !wire[..headEnd].Contains("Transfer-Encoding: chunked", StringComparison.Ordinal)) return wire;
        var data = new StringBuilder();
        var position = headEnd + 4;
        while (true)
        {
            var lineEnd = wire.IndexOf("\r\n", position, StringComparison.Ordinal);
            if (lineEnd < 0) break;
            var size = int.Parse(wire[position..lineEnd], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0) break;
            data.Append(wire, lineEnd + 2, size);
            position = lineEnd + 2 + size + 2;
        }

        return $"{wire[..(headEnd + 4)]}{data}|{wire[position..]}";
    }

    [GeneratedRegex(@"(?<=\r\n)Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n")]
    private static partial Regex DateLine();
}
