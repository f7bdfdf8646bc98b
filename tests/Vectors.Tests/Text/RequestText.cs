// The first request head of recorded bytes, read as text and loosely, for the rules on requests: they must see what is ambiguous about
// a request without asking the parser that they judge.
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

internal sealed partial class RequestText
{
    private readonly string _line;
    private readonly string[] _lines;
    private readonly List<(string Name, string Value)> _fields = [];

    private RequestText(string text)
    {
        var end = HeadEnd().Match(text);
        _lines = (end.Success ? text[..(end.Index + 1)] : text).Split('\n')[..^1];
        _line = _lines.Length > 0 ? _lines[0].TrimEnd('\r') : "";
        foreach (var line in _lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) _fields.Add((line[..colon].ToLowerInvariant(), line[(colon + 1)..].TrimEnd('\r')));
        }
    }

    internal bool HasOtherVersion => Version is { } version && version != "1.0" && version != "1.1";

    internal bool IsMajor1 => Version?.StartsWith('1') == true;

    /// <summary>Whether something in it can be read in two ways.</summary>
    internal bool IsAmbiguous => HasAmbiguousHead || HasAmbiguousLength || HasAmbiguousCoding;

    internal bool HasAmbiguousHead => HasAmbiguousLines || HasAmbiguousTarget || HasAmbiguousHost
        || All("content-type").Count > 1
        || _fields.Exists(line => line.Name is "content_length" or "transfer_encoding");

    internal bool IsHttp => Version is not null;

    internal bool HasUserInfo => AbsolutePrefix().Match(Target).Groups[2].Value.Contains('@');

    internal bool ClosesConnection => All("connection").Exists(value => value.Contains("close", StringComparison.OrdinalIgnoreCase))
        || (Version == "1.0" && !All("connection").Exists(value => value.Contains("keep-alive", StringComparison.OrdinalIgnoreCase)));

    private string? Version => VersionPattern().Match(_line) is { Success: true } match ? match.Groups[1].Value : null;

    private string Target => _line.Split(' ') is { Length: 3 } parts ? parts[1] : "";

    private string Path => AbsolutePrefix().Replace(Target, "").Split('?')[0];

    private bool HasAmbiguousLines => _lines.Length > 1
        && (Array.Exists(
            _lines, line => !line.EndsWith('\r') || line.TrimEnd('\r').Contains('\r') || line.EndsWith("\r\r", StringComparison.Ordinal))
            || _lines.Skip(1).Any(line => line[0] is ' ' or '\t'));

    private bool HasAmbiguousTarget => (Target == "*" && MethodWithoutAsterisk().IsMatch(_line))
        || Target.AsSpan().IndexOfAnyInRange('\u0080', '\u00FF') >= 0
        || Target.Contains('#') || Target.Contains('\\')
        || HiddenControl().IsMatch(Path)
        || !IsUtf8(Path);

    private bool HasAmbiguousHost =>
        All("host") is [var host] && (HasStrayBlanks(host) || !HostPattern().IsMatch(host.Trim()) || Contradicts(host.Trim()));

    internal bool HasAmbiguousLength
    {
        get
        {
            var lengths = All("content-length");
            return lengths.Count > 1
                || (lengths.Count > 0 && All("transfer-encoding").Count > 0)
                || (lengths is [var length] && (HasStrayBlanks(length) || !LengthPattern().IsMatch(length.Trim()))
                    && length.Trim().All(char.IsAsciiDigit));
        }
    }

    internal bool HasAmbiguousCoding => All("transfer-encoding") is { Count: > 0 } codings
        && (codings.Count > 1 || Version == "1.0" || HasStrayBlanks(codings[0]) || !CodingsPattern().IsMatch(codings[0].Trim(' ', '\t')));

    internal static RequestText Of(JsonObject input) => new(Encoding.Latin1.GetString(VectorCase.Bytes(input, "raw_b64")));

    /// <summary>The answer to a first request that is refused.</summary>
    internal static JsonObject Refused(JsonObject expect, int status)
    {
        expect["requests"] = new JsonArray();
        expect["statuses"] = new JsonArray(status);
        expect["error_status"] = status;
        expect.Remove("error_body");
        return expect;
    }

    /// <summary>The recorded answer, under another protocol name.</summary>
    internal static JsonObject Served(JsonObject expect, string proto)
    {
        foreach (var request in expect["requests"]!.AsArray()) request!["proto"] = proto;
        return expect;
    }

    private static bool HasStrayBlanks(string value) =>
        value.Trim(' ', '\t') is var trimmed && value != trimmed && (value[0] == '\t' || value[1..] != trimmed);

    private static bool IsUtf8(string path)
    {
        var bytes = new List<byte>();
        for (var index = 0; index < path.Length; index++)
        {
            var isEscape = path[index] == '%' && index + 2 < path.Length
                && byte.TryParse(path.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            bytes.Add(isEscape ? Convert.ToByte(path.Substring(index + 1, 2), 16) : (byte)path[index]);
            if (isEscape) index += 2;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes.ToArray());
    }

    private bool Contradicts(string host)
    {
        if (AbsolutePrefix().Match(Target) is not { Success: true } absolute) return false;
        var port = absolute.Groups[1].Value.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return !WithPort(absolute.Groups[2].Value, port).Equals(WithPort(host, port), StringComparison.OrdinalIgnoreCase);
    }

    private static string WithPort(string host, string port) => PortPattern().IsMatch(host) ? host : host.TrimEnd(':') + port;

    private List<string> All(string name) => [.. _fields.Where(field => field.Name == name).Select(field => field.Value)];

    [GeneratedRegex(@"\n\r?\n")]
    private static partial Regex HeadEnd();

    [GeneratedRegex(@" HTTP/([0-9]\.[0-9])\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex("%(00|0[aA]|0[dD])")]
    private static partial Regex HiddenControl();

    [GeneratedRegex(@"^([hH][tT][tT][pP][sS]?)://([^/?]*)")]
    private static partial Regex AbsolutePrefix();

    [GeneratedRegex(@":[0-9]+\z")]
    private static partial Regex PortPattern();

    // Only shape is judged here: which bytes may stand in a host is the same in Go.
    [GeneratedRegex(@"^([^:\[\]]+|\[[^\[\]]+\])(:[0-9]{0,5})?\z")]
    private static partial Regex HostPattern();

    // Codings with parameters, and a chunked behind them.
    [GeneratedRegex(@"^((?!chunked[ \t,;])[!#$%&'*+.^_`|~\w-]+([ \t]*;[ \t]*[!#$%&'*+.^_`|~\w-]+=([!#$%&'*+.^_`|~\w-]+|""[^""]*""))*[ \t]*,[ \t]*)*chunked\z", RegexOptions.IgnoreCase)]
    private static partial Regex CodingsPattern();

    [GeneratedRegex("^(GET|HEAD|POST|PUT|DELETE|CONNECT|TRACE) ")]
    private static partial Regex MethodWithoutAsterisk();

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,17})\z")]
    private static partial Regex LengthPattern();
}
