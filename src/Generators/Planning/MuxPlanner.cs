// Order and conflicts, without a compilation: strings in, a plan out.
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class MuxPlanner
{
    /// <summary>The most entries of a table: the look-up data keeps indexes, and groups of hosts, in 16 bits.</summary>
    internal const int EntryCountMax = 65_534;

    /// <summary>Orders the routes as a match table does, and leaves out what cannot stand in one.</summary>
    /// <param name="routes">Routes whose patterns are valid. The first of equal patterns is kept.</param>
    internal static MuxPlan Plan(EquatableArray<RouteModel> routes)
    {
        var problems = new List<PlanProblem>();
        var entries = new List<PlannedEntry>(routes.Count);
        var exactCount = 0;
        Candidate? last = null;
        foreach (var candidate in InTableOrder(routes))
        {
            if (last is not null && candidate.Pattern.Text == last.Pattern.Text)
            {
                problems.Add(new(DiagnosticIds.DuplicatePattern, candidate.Index, last.Index));
                continue;
            }

            last = candidate;
            if (entries.Count == EntryCountMax)
            {
                problems.Add(new(DiagnosticIds.TooManyRoutes, candidate.Index, -1));
                break;
            }

            entries.Add(new(routes[candidate.Index], candidate.Pattern.Host, candidate.Pattern.Path, candidate.Index));
            if (!candidate.Pattern.IsPrefix) exactCount++;
        }

        return new(new([.. entries]), exactCount, new([.. problems]));
    }

    private static Candidate[] InTableOrder(EquatableArray<RouteModel> routes)
    {
        var candidates = new Candidate[routes.Count];
        for (var index = 0; index < candidates.Length; index++)
        {
            if (!RoutePattern.TryParse(routes[index].Pattern, out var pattern, out var error)) throw new ArgumentException(error, nameof(routes));
            candidates[index] = new(pattern!, index);
        }

        Array.Sort(candidates, static (left, right) =>
        {
            var order = RoutePattern.CompareTableOrder(left.Pattern, right.Pattern);
            return order != 0 ? order : left.Index.CompareTo(right.Index);
        });
        return candidates;
    }

    private sealed record Candidate(RoutePattern Pattern, int Index);
}
