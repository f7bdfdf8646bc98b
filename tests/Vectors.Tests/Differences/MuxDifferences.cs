// What we mean to answer differently from Go's classic mux, and what the parser refuses before any mux sees it. A rule on patterns that we
// refuse covers the requests whose answer depends on them: those that ClassicMux answers otherwise when it has them too.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

internal static partial class MuxDifferences
{
    internal static readonly Difference[] All =
    [
        Refuse(input => HidesControls(Path(input)), "a path hides no NUL, CR or LF, and decodes to UTF-8"),
        Refuse(
            input => UnsafeTarget().IsMatch(Target(input)),
            "a target is visible ASCII without # and \\, which peers read in different ways"),
        Refuse(input => !HostAndPort().IsMatch(Host(input)), "a Host field is a host with at most a port"),
        Refuse(input => Target(input) == "*" && Method(input) is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "TRACE",
            "an asterisk is the target of OPTIONS alone, and is refused before the mux"),
        Refuse(NamesTwoHosts, "an absolute target and a Host field that name different hosts are two requests in one"),
        Serve(input => Path(input).Contains("%2f", StringComparison.OrdinalIgnoreCase), "an encoded slash never separates segments"),
        Serve(input => DependsOn(input, IsWithoutPath), "a pattern has a path, so no pattern is for the authority form"),
        Serve(input => DependsOn(input, IsUnclean), "an unclean pattern is refused, so CONNECT does not find it"),
        Serve(
            input => DependsOn(input, IsNew),
            "braces are wildcards, and what stands before a blank is a method; mux_match_122 has such sets"),
    ];

    /// <summary>Whether registering the pattern has to throw.</summary>
    internal static bool IsRefused(string pattern) => IsWithoutPath(pattern) || IsUnclean(pattern);

    /// <summary>Whether the pattern means something else since Go 1.22; a set is run without it.</summary>
    internal static bool IsNew(string pattern) => pattern.Contains('{') || pattern.Contains('}') || pattern.Split('/')[0].Contains(' ');

    /// <summary>The answer to a request that the parser refuses.</summary>
    internal static JsonObject Refused() => new() { ["action"] = "refused" };

    private static Difference Refuse(Func<JsonObject, bool> applies, string reason) =>
        new("mux_match", applies, (_, _) => Refused(), reason);

    private static Difference Serve(Func<JsonObject, bool> applies, string reason) =>
        new("mux_match", applies, (input, _) => Answer(input, _ => false), reason);

    // What the classic mux answers with the patterns that we accept, and some of those that we do not.
    private static JsonObject Answer(JsonObject input, Func<string, bool> isAddedToo)
    {
        var patterns = input["patterns"]!.AsArray().Select(node => (string)node!);
        return new ClassicMux(patterns.Where(pattern => !(IsRefused(pattern) || IsNew(pattern)) || isAddedToo(pattern)))
            .Answer(Method(input), Target(input), Host(input));
    }

    private static bool DependsOn(JsonObject input, Func<string, bool> kind) =>
        !JsonNode.DeepEquals(Answer(input, kind), Answer(input, _ => false));

    private static bool IsWithoutPath(string pattern) => !pattern.Contains('/');

    /// <summary>Whether the path of a pattern has segments that no cleaned path has.</summary>
    internal static bool IsUnclean(string pattern) => UncleanPath().IsMatch(pattern);

    private static bool HidesControls(string path)
    {
        var decoded = Encoding.Latin1.GetBytes(
            EscapedByte().Replace(path, match => ((char)Convert.FromHexString(match.Value[1..])[0]).ToString()));
        return decoded.AsSpan().IndexOfAny("\0\r\n"u8) >= 0 || !System.Text.Unicode.Utf8.IsValid(decoded);
    }

    private static bool NamesTwoHosts(JsonObject input)
    {
        if (Method(input) == "CONNECT" || Host(input).Length == 0) return false;
        if (!Uri.TryCreate(Target(input), UriKind.Absolute, out var target)) return false;
        return target.Scheme.StartsWith("http", StringComparison.Ordinal)
            && new Uri($"{target.Scheme}://{Host(input)}").Authority != target.Authority;
    }

    private static string Method(JsonObject input) => (string)input["method"]!;

    private static string Target(JsonObject input) => (string)input["target"]!;

    private static string Host(JsonObject input) => (string)input["host"]!;

    private static string Path(JsonObject input) => Target(input).Split('?')[0];

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex EscapedByte();

    [GeneratedRegex(@"[^!-~]|[#\\]")]
    private static partial Regex UnsafeTarget();

    [GeneratedRegex(@"^(([^:\[\]]+|\[[^\[\]]+\])(:\d*)?)?$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"//|/\.\.?(/|$)")]
    private static partial Regex UncleanPath();
}
