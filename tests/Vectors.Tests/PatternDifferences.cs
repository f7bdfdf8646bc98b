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
    ];

    private static bool IsUnclean(string pattern) => !pattern.StartsWith("CONNECT ", StringComparison.Ordinal) && MuxDifferences.IsUnclean(pattern);
}
