// What we mean to answer differently from Go's mux since 1.22. A rule on a pattern that we refuse covers the case that registers it.
using System.Text.Json.Nodes;

namespace Vectors.Tests;

internal static class PatternDifferences
{
    internal static readonly Difference[] All =
    [
        new("mux_match_122",
            static input => (string?)input["op"] == "register" && IsUnclean((string)input["pattern"]!),
            static (_, _) => new JsonObject { ["ok"] = false },
            "an unclean pattern is refused for every method but CONNECT: no other request would match it"),

        new("mux_match_122",
            static input =>
                (string?)input["op"] == "register"
                    && ((string)input["pattern"]!).Split('/').Any(static segment => segment.EndsWith('}') && !segment.StartsWith('{')),
            static (_, _) => new JsonObject { ["ok"] = false },
            "a brace that closes nothing is refused: it is half a wildcard"),

        new("mux_match_122",
            static input => (string?)input["op"] == "register" && HasBlankInPath((string)input["pattern"]!),
            static (_, _) => new JsonObject { ["ok"] = true },
            "a pattern that begins with a slash has no method, so that a blank in it is one"),

        new("mux_match_122",
            static input =>
                (string?)input["op"] == "serve" && input["patterns"]!.AsArray().Any(static pattern => HasBlankInPath((string)pattern!)),
            static (_, expect) => WithoutRejection(expect),
            "a pattern that begins with a slash has no method, so that a blank in it is one: beside other patterns"),
    ];

    private static bool HasBlankInPath(string pattern) => pattern.StartsWith('/') && pattern.Contains(' ');

    private static JsonObject WithoutRejection(JsonObject expect)
    {
        expect["rejected_pattern"] = null;
        return expect;
    }

    private static bool IsUnclean(string pattern) =>
        !pattern.StartsWith("CONNECT ", StringComparison.Ordinal) && MuxDifferences.IsUnclean(pattern);
}
