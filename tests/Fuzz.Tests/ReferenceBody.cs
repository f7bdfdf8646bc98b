using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fuzz.Tests;

/// <summary>How a request's body is to be read; see <see cref="ReferenceHead"/> for the manner.</summary>
internal sealed class ReferenceBody
{
    private const string Token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private const string Quoted = "\"([\\t !#-\\[\\]-~\\x80-\\xFF]|\\\\[\\t -~\\x80-\\xFF])*\"";
    private const int LineBytesMax = 4096;
    private const int ExcessMax = 16 * 1024;
    private const int TrailerBytesMax = 8 * 1024;
    private const int TrailerFieldsMax = 64;

    private static readonly Regex s_sizeLine =
        new($@"\A([0-9A-Fa-f]{{1,16}})((;{Token}(=({Token}|{Quoted}))?)*)\z", RegexOptions.CultureInvariant);

    private readonly StringBuilder _data = new();

    internal string Data => _data.ToString();

    internal List<string> Trailers { get; } = [];

    /// <summary>How many characters it has on the wire.</summary>
    internal int Length { get; private set; }

    /// <summary>Reads the body that text begins with.</summary>
    /// <returns><see cref="SeenEnd.Clean"/>: it is complete.</returns>
    internal static SeenEnd Read(string text, ReferenceHead head, out ReferenceBody body)
    {
        body = new ReferenceBody();
        if (head.IsChunked) return body.ReadChunks(text);
        if (text.Length < head.ContentLength) return SeenEnd.Incomplete;
        body._data.Append(text, 0, (int)head.ContentLength);
        body.Length = (int)head.ContentLength;
        return SeenEnd.Clean;
    }

    private SeenEnd ReadChunks(string text)
    {
        var excess = 0L;
        while (true)
        {
            var end = TakeLine(text, out var line);
            if (end != SeenEnd.Clean) return end;
            var match = s_sizeLine.Match(line);
            if (!match.Success || line.Length + 2 >= LineBytesMax) return SeenEnd.Rejected;
            var size = ulong.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            excess = Math.Max(0, excess + match.Groups[2].Length - (2 * (long)Math.Min(size, ExcessMax)));
            if (excess > ExcessMax) return SeenEnd.Rejected;
            if (size == 0) return ReadTrailers(text);
            if ((ulong)(text.Length - Length) < size) return SeenEnd.Incomplete;
            _data.Append(text, Length, (int)size);
            Length += (int)size;
            var tail = text.Substring(Length, Math.Min(2, text.Length - Length));
            if (!"\r\n".StartsWith(tail, StringComparison.Ordinal)) return SeenEnd.Rejected;
            if (tail.Length < 2) return SeenEnd.Incomplete;
            Length += 2;
        }
    }

    private SeenEnd ReadTrailers(string text)
    {
        var start = Length;
        while (true)
        {
            var end = TakeLine(text, out var line);
            if (end != SeenEnd.Clean) return end;
            if (line.Length == 0) return SeenEnd.Clean;
            if (Length - start > TrailerBytesMax || Trailers.Count == TrailerFieldsMax) return SeenEnd.Rejected;
            if (ReferenceHead.ReadField(line) is not var (name, value, _) || !ReferenceHead.MayBeTrailer(name)) return SeenEnd.Rejected;
            Trailers.Add($"{name}: {value}");
        }
    }

    private SeenEnd TakeLine(string text, out string line)
    {
        line = "";
        var feed = text.IndexOf('\n', Length);
        if (feed < 0) return SeenEnd.Incomplete;
        if (feed == Length || text[feed - 1] != '\r') return SeenEnd.Rejected;
        line = text[Length..(feed - 1)];
        Length = feed + 1;
        return SeenEnd.Clean;
    }
}
