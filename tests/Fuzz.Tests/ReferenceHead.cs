// How a request head is to be read, written to be obviously right: lines, then one expression for each rule, everything judged anew after
// each line. It shares no code with the parser it is compared with. Text is Latin-1, one character a byte.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fuzz.Tests;

internal sealed class ReferenceHead
{
    private const string Token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private const string Parameter = $@"[ \t]*;[ \t]*{Token}=({Token}|""([^""\\]|\\.)*"")";

    // Codings other than chunked, well-formed, in front of it.
    private const string OtherCodings = $@"(?!(?i:chunked)([ \t,;]|\z)){Token}({Parameter})*[ \t]*,[ \t]*";

    private static readonly string[] s_notAskedOfServers = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "TRACE"];

    private static readonly string[] s_notInTrailers =
        ["host", "content-length", "transfer-encoding", "content_length", "transfer_encoding", "connection", "expect", "trailer",
            "upgrade"];

    private readonly List<string> _lines = [];

    internal string Method { get; private set; } = "";

    internal string Target { get; private set; } = "";

    internal string Host { get; private set; } = "";

    internal List<(string Name, string Value, string Raw)> Fields { get; } = [];

    internal bool IsHttp10 { get; private set; }

    /// <summary>How many characters the head has.</summary>
    internal int Length { get; private set; }

    internal bool IsChunked => ValuesOf("transfer-encoding").Any();

    internal long ContentLength =>
        ValuesOf("content-length").Select(value => long.Parse(value, CultureInfo.InvariantCulture)).FirstOrDefault();

    internal bool Closes => HasOption("close") || (IsHttp10 && !HasOption("keep-alive"));

    /// <summary>Reads the head that text begins with.</summary>
    /// <returns><see cref="SeenEnd.Clean"/>: it is complete.</returns>
    internal static SeenEnd Read(string text, out ReferenceHead head)
    {
        head = new ReferenceHead();
        while (true)
        {
            var feed = text.IndexOf('\n', head.Length);
            if (feed < 0) return SeenEnd.Incomplete;
            if (feed == head.Length || text[feed - 1] != '\r') return SeenEnd.Rejected;
            var line = text[head.Length..(feed - 1)];
            head.Length = feed + 1;
            var isEnd = line.Length == 0 && head._lines.Count > 0;
            if (!isEnd) head._lines.Add(line);
            if (!head.IsAllowed(isEnd)) return SeenEnd.Rejected;
            if (isEnd) return SeenEnd.Clean;
        }
    }

    /// <summary>Whether a field may be sent behind a body (RFC 9110 section 6.5.1).</summary>
    internal static bool MayBeTrailer(string name) => !s_notInTrailers.Contains(name.ToLowerInvariant());

    /// <summary>Splits a field line; null: it is none.</summary>
    internal static (string Name, string Value, string Raw)? ReadField(string line)
    {
        var match = Regex.Match(line, $@"\A({Token}):([ \t]*)([^\x00-\x08\x0A-\x1F\x7F]*)\z", RegexOptions.CultureInvariant);
        return match.Success ? (match.Groups[1].Value, match.Groups[3].Value.Trim(' ', '\t'), line[(match.Groups[1].Length + 1)..]) : null;
    }

    private IEnumerable<string> ValuesOf(string name) =>
        Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    private bool HasOption(string option) =>
        ValuesOf("connection").SelectMany(value => value.Split(','))
            .Any(element => element.Trim(' ', '\t').Equals(option, StringComparison.OrdinalIgnoreCase));

    private bool IsAllowed(bool isWhole)
    {
        Fields.Clear();
        if (!IsRequestLine(_lines[0])) return false;
        foreach (var line in _lines.Skip(1))
        {
            if (ReadField(line) is not { } field) return false;
            Fields.Add(field);
        }

        return AreFieldsAllowed() && (!isWhole || IsWholeAllowed());
    }

    private bool IsRequestLine(string line)
    {
        var match = Regex.Match(line, $@"\A({Token}) ([!-~]+) HTTP/1\.([0-9])\z", RegexOptions.CultureInvariant);
        if (!match.Success) return false;
        Method = match.Groups[1].Value;
        Target = match.Groups[2].Value;
        IsHttp10 = match.Groups[3].Value == "0";
        if (Target.Contains('#') || Target.Contains('\\')) return false;
        if (Method.Length > 256) return false;
        if (Target == "*") return !s_notAskedOfServers.Contains(Method);
        if (Target.StartsWith('/')) return IsPath(Target);
        if (Method == "CONNECT") return IsHost(Target, out _);
        var absolute = Regex.Match(Target, @"\A(?i:https?)://([^/?]*)(.*)\z", RegexOptions.CultureInvariant);
        return absolute.Success && IsHost(absolute.Groups[1].Value, out _) && IsPath(absolute.Groups[2].Value);
    }

    private bool AreFieldsAllowed()
    {
        foreach (var name in (string[])["host", "content-length", "content-type"])
            if (ValuesOf(name).Count() > 1) return false;
        if (Fields.Exists(field => field.Name.ToLowerInvariant() is "content_length" or "transfer_encoding")) return false;
        // One blank at most stands in front of a value that frames the message, and none behind it.
        foreach (var (name, value, raw) in Fields)
            if (name.ToLowerInvariant() is "host" or "content-length" or "transfer-encoding" && raw != value && raw != " " + value)
                return false;
        if (!ValuesOf("host").All(value => IsHost(value, out _))) return false;
        if (!ValuesOf("content-length").All(value => Regex.IsMatch(value, @"\A(0|[1-9][0-9]{0,17})\z"))) return false;
        var codings = ValuesOf("transfer-encoding").ToArray();
        return codings.Length == 0
            || (!IsHttp10 && codings.Length == 1
                && Regex.IsMatch(codings[0], $@"\A({OtherCodings})*(?i:chunked)\z", RegexOptions.Singleline));
    }

    private bool IsWholeAllowed()
    {
        if (IsChunked && ValuesOf("content-length").Any()) return false;
        if (!ValuesOf("transfer-encoding").All(value => value.Equals("chunked", StringComparison.OrdinalIgnoreCase))) return false;
        var expected = ValuesOf("expect").Where(value => value.Length > 0).SelectMany(value => value.Split(','))
            .Select(element => element.Trim(' ', '\t')).ToArray();
        if (expected.Length > 0 && !expected.Contains("100-continue", StringComparer.OrdinalIgnoreCase)) return false;
        var announced = ValuesOf("trailer").SelectMany(value => value.Split(',')).Select(element => element.Trim(' ', '\t'))
            .Where(name => name.Length > 0).ToArray();
        if (IsChunked && (announced.Length > 64 || !announced.All(MayBeTrailer))) return false;
        return IsHostAllowed();
    }

    private bool IsHostAllowed()
    {
        var field = ValuesOf("host").FirstOrDefault();
        if (field is null && !IsHttp10 && Method != "CONNECT") return false;
        if (Target.StartsWith('/') || Target == "*")
        {
            Host = field ?? "";
            return true;
        }

        var isTls = Target.StartsWith("https", StringComparison.OrdinalIgnoreCase);
        Host = Method == "CONNECT" ? Target : Regex.Match(Target, "://([^/?]*)").Groups[1].Value;
        return Method == "CONNECT" || field is null || Normal(field, isTls) == Normal(Host, isTls);
    }

    private static string Normal(string host, bool isTls)
    {
        Assert.True(IsHost(host, out var port));
        var name = host[..^port.Length].TrimEnd(':');
        return $"{name.ToLowerInvariant()}:{(port.Length > 0 ? port : isTls ? "443" : "80")}";
    }

    private static bool IsHost(string text, out string port)
    {
        port = "";
        if (!Regex.IsMatch(text, @"\A[!$%&'()*+,\-.0-9:;=A-Z\[\]_a-z~]+\z", RegexOptions.CultureInvariant)) return false;
        var match = Regex.Match(text, @"\A(\[[^\[\]]+\]|[^\[\]:]+)(:([0-9]{0,5}))?\z");
        port = match.Groups[3].Value;
        return match.Success && (port.Length == 0 || int.Parse(port, CultureInfo.InvariantCulture) <= 65535);
    }

    private static bool IsPath(string pathAndQuery)
    {
        var path = pathAndQuery.Split('?')[0];
        if (Regex.Matches(path, "%").Count != Regex.Matches(path, "%[0-9A-Fa-f]{2}").Count) return false;
        if (Regex.IsMatch(path, "%(00|0[AaDd])")) return false;
        var bytes = Regex.Replace(path, "%([0-9A-Fa-f]{2})", match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString());
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(Encoding.Latin1.GetBytes(bytes)) >= 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
