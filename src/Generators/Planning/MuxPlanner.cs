// Order and conflicts, without a compilation: strings in, a plan out. What is a conflict is the runtime's to say (Shared/, from
// src/Runtime/Routing/Patterns): the same rules throw when a pattern is registered at run time.
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class MuxPlanner
{
    /// <summary>The most entries of a table: the look-up data keeps indexes, and groups of hosts, in 16 bits.</summary>
    internal const int EntryCountMax = 65_534;

    /// <summary>Plans a table for each mux, by its name; the default one comes first, and is there even without a route.</summary>
    /// <param name="routes">The routes of all.</param>
    /// <param name="muxes">The muxes that classes are.</param>
    internal static IEnumerable<MuxPlan> PlanAll(EquatableArray<RouteModel> routes, IEnumerable<MuxModel> muxes)
    {
        yield return Plan(routes);
        foreach (var mux in muxes) yield return Plan(routes, mux);
    }

    /// <summary>Orders the routes of one mux as a match table does, and leaves out what cannot stand in one.</summary>
    /// <param name="routes">Routes whose patterns are valid, of any mux. The first of equal patterns is kept.</param>
    /// <param name="mux">The mux; null: <c>DefaultServeMux</c>.</param>
    internal static MuxPlan Plan(EquatableArray<RouteModel> routes, MuxModel? mux = null)
    {
        var problems = new List<PlanProblem>();
        var kept = WithoutUnreachable(WithoutConflicts(InTableOrder(routes, mux), problems, out var tree, out var indexOf), tree, indexOf, problems);
        PatternAdvice.AddProblems(kept, indexOf, problems);
        var entries = kept.ConvertAll(pattern => new PlannedEntry(
            routes[indexOf[pattern]], pattern.Host, pattern.HasWildcards ? pattern.Path : pattern.LiteralPath, indexOf[pattern]));
        return new(
            mux,
            new([.. entries]),
            kept.Count(static pattern => pattern.IsExact),
            kept.Count(static pattern => pattern.HasWildcards),
            new([.. problems]));
    }

    // Attributes first: they always register, so a line that cannot stand beside one is an error. Of two lines perhaps only one ever runs.
    private static List<RoutePattern> WithoutConflicts(
        Candidate[] candidates, List<PlanProblem> problems, out PatternTree tree, out Dictionary<RoutePattern, int> indexOf)
    {
        tree = new PatternTree();
        indexOf = [];
        var kept = new List<Candidate>(candidates.Length);
        var attributed = Array.FindAll(candidates, static candidate => !candidate.IsLine);
        Keep(attributed, kept, tree, indexOf, problems);
        if (attributed.Length != candidates.Length)
        {
            // Held against the attributes alone first, lest another line hides that one of them is in the way.
            var besides = new PatternTree();
            foreach (var candidate in kept) besides.Add(candidate.Pattern);
            var known = indexOf;
            Keep(Array.FindAll(candidates, candidate => candidate.IsLine && !IsInConflict(candidate, besides, known, problems)), kept, tree, indexOf, problems);
            kept.Sort(Candidate.Compare);
        }

        return kept.ConvertAll(static candidate => candidate.Pattern);
    }

    private static void Keep(
        Candidate[] candidates, List<Candidate> kept, PatternTree tree, Dictionary<RoutePattern, int> indexOf, List<PlanProblem> problems)
    {
        foreach (var candidate in candidates)
        {
            // A line that is in conflict with an attribute has not come here.
            if (IsInConflict(candidate, tree, indexOf, problems, candidate.IsLine ? DiagnosticIds.OneLineMayRun : null)) continue;
            if (kept.Count == EntryCountMax)
            {
                problems.Add(new(DiagnosticIds.TooManyRoutes, candidate.Index, -1));
                break;
            }

            tree.Add(candidate.Pattern);
            indexOf.Add(candidate.Pattern, candidate.Index);
            kept.Add(candidate);
        }
    }

    private static bool IsInConflict(
        Candidate candidate, PatternTree tree, Dictionary<RoutePattern, int> indexOf, List<PlanProblem> problems, string? id = null)
    {
        if (tree.FindConflict(candidate.Pattern) is not { } other) return false;
        id ??= PatternRelations.Compare(candidate.Pattern, other) == PatternRelation.Equivalent ? DiagnosticIds.DuplicatePattern : DiagnosticIds.AmbiguousPattern;
        problems.Add(new(id, candidate.Index, indexOf[other], RouteWitness.Of(candidate.Pattern, other)));
        return true;
    }

    private static List<RoutePattern> WithoutUnreachable(
        List<RoutePattern> patterns, PatternTree tree, Dictionary<RoutePattern, int> indexOf, List<PlanProblem> problems)
    {
        var unreachable = new HashSet<RoutePattern>();
        foreach (var pattern in patterns)
        {
            if (!pattern.HasTail || tree.FindCover(pattern) is not { } cover) continue;
            unreachable.Add(pattern);
            problems.Add(new(DiagnosticIds.UnreachablePattern, indexOf[pattern], indexOf[cover], RouteWitness.Of(pattern, cover)));
        }

        return unreachable.Count == 0 ? patterns : patterns.FindAll(pattern => !unreachable.Contains(pattern));
    }

    private static Candidate[] InTableOrder(EquatableArray<RouteModel> routes, MuxModel? mux)
    {
        var candidates = new List<Candidate>(routes.Count);
        for (var index = 0; index < routes.Count; index++)
        {
            if (routes[index].Mux != mux) continue;
            if (!RoutePattern.TryParse(routes[index].Pattern, out var pattern, out var error)) throw new ArgumentException(error, nameof(routes));
            candidates.Add(new(pattern!, index, routes[index].Line is not null));
        }

        candidates.Sort(Candidate.Compare);
        return [.. candidates];
    }

    private sealed record Candidate(RoutePattern Pattern, int Index, bool IsLine)
    {
        internal static int Compare(Candidate left, Candidate right)
        {
            var order = PatternOrder.Compare(left.Pattern, right.Pattern);
            return order != 0 ? order : left.Index.CompareTo(right.Index);
        }
    }
}
