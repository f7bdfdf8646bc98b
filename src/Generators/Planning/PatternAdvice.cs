// Finds pairs of patterns that may be in one table and are easily confused: two patterns are such a pair if they have the same key.
using System.Text;
using RouteGen.Generators.Diagnostics;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class PatternAdvice
{
    /// <summary>Adds a problem for each pattern that differs from an earlier one by a trailing slash or by case only.</summary>
    /// <param name="patterns">The patterns of a table, in its order.</param>
    /// <param name="indexOf">The registration of each.</param>
    /// <param name="problems">Takes the problems.</param>
    internal static void AddProblems(List<RoutePattern> patterns, Dictionary<RoutePattern, int> indexOf, List<PlanProblem> problems)
    {
        var bySlash = new Dictionary<string, RoutePattern>(StringComparer.Ordinal);
        var byCase = new Dictionary<string, RoutePattern>(StringComparer.OrdinalIgnoreCase);
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

    // {$} and {name...} are explicit about the slash.
    private static bool EndsInBraces(RoutePattern pattern) =>
        pattern.Segments[pattern.Segments.Length - 1] is { Kind: SegmentKind.End } or { Kind: SegmentKind.Tail, Text.Length: > 0 };

    // All wildcards are equal, whatever their names are.
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
