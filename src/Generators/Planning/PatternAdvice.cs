// Warns about pairs of patterns that are easily confused: they differ only by case or by a trailing slash (RG0204, RG0205).
using System.Text;
using RouteGen.Generators.Diagnostics;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class PatternAdvice
{
    /// <summary>Adds a problem for each pattern that differs from an earlier one only by a trailing slash or only by case.</summary>
    /// <param name="patterns">The patterns of a table, in its order.</param>
    /// <param name="indexOf">The index of each pattern's registration.</param>
    /// <param name="problems">Receives the problems.</param>
    internal static void AddProblems(List<RoutePattern> patterns, Dictionary<RoutePattern, int> indexOf, List<PlanProblem> problems)
    {
        var bySlash = new Dictionary<string, RoutePattern>(patterns.Count, StringComparer.Ordinal);
        var byCase = new Dictionary<string, RoutePattern>(patterns.Count, StringComparer.OrdinalIgnoreCase);
        var text = new StringBuilder();
        foreach (var pattern in patterns)
        {
            var key = KeyOf(pattern, text.Clear());
            Add(byCase, key, pattern, DiagnosticIds.PatternsDifferByCase);
            if (EndsInBraces(pattern)) continue;
            Add(bySlash, key.TrimEnd('/'), pattern, DiagnosticIds.PatternsDifferBySlash);
        }

        void Add(Dictionary<string, RoutePattern> known, string key, RoutePattern pattern, string id)
        {
            if (!known.TryGetValue(key, out var other)) known.Add(key, pattern);
            else problems.Add(new(id, indexOf[pattern], indexOf[other], WitnessOf(pattern.HasTail ? other : pattern)));
        }
    }

    private static string WitnessOf(RoutePattern pattern) => RouteWitness.Of(pattern, pattern);

    // Returns true for patterns with {$} or {name...}, which are explicit about the slash.
    private static bool EndsInBraces(RoutePattern pattern) =>
        pattern.Segments[pattern.Segments.Length - 1] is { Kind: SegmentKind.End } or { Kind: SegmentKind.Tail, Text.Length: > 0 };

    // Returns the text by which patterns are compared, without the names of wildcards.
    private static string KeyOf(RoutePattern pattern, StringBuilder key)
    {
        key.Append(pattern.Method).Append(' ').Append(pattern.Host);
        foreach (var segment in pattern.Segments)
        {
            key.Append('/').Append(segment.Kind switch
            {
                SegmentKind.Literal => segment.Text,
                SegmentKind.Wildcard => "{}",
                SegmentKind.End => "{$}",
                _ => "",
            });
        }

        return key.ToString();
    }
}
