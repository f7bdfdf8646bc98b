// Orders the routes of each mux and finds conflicts. This code does not depend on Roslyn. The rules for conflicts are in
// src/Shared/Patterns, and also apply to patterns that are registered at run time.
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class MuxPlanner
{
    /// <summary>Maximum number of entries in a table. The lookup data keeps indexes and host groups in 16 bits.</summary>
    internal const int EntryCountMax = 65_534;

    /// <summary>Plans a table for each mux. The plan of the default mux is first, even if it has no routes.</summary>
    /// <param name="routes">The routes of all muxes.</param>
    /// <param name="muxes">The classes that are muxes.</param>
    internal static IEnumerable<MuxPlan> PlanAll(EquatableArray<RouteModel> routes, IEnumerable<MuxModel> muxes)
    {
        var own = new Dictionary<MuxModel, List<int>>();
        var skipped = new Dictionary<MuxModel, int>();
        var none = new List<int>();
        for (var index = 0; index < routes.Count; index++)
        {
            if (routes[index].Mounted?.Mount is { } mount && !skipped.ContainsKey(mount.Inner))
                skipped.Add(mount.Inner, mount.AssemblyMiddlewareCount);
            if (routes[index].Mux is not { } outer) none.Add(index);
            else if (own.TryGetValue(outer, out var known)) known.Add(index);
            else own.Add(outer, [index]);
        }

        yield return Plan(routes, none, null, 0);
        foreach (var mux in muxes)
            yield return Plan(
                routes, own.TryGetValue(mux, out var known) ? known : [], mux, skipped.TryGetValue(mux, out var count) ? count : 0);
    }

    /// <summary>Plans the table of one mux.</summary>
    /// <param name="routes">The routes of all muxes, with valid patterns. If several routes have equal patterns, the first is kept.</param>
    /// <param name="mux">The mux, or null for <c>DefaultServeMux</c>.</param>
    internal static MuxPlan Plan(EquatableArray<RouteModel> routes, MuxModel? mux = null) =>
        PlanAll(routes, mux is null ? [] : [mux]).Last();

    private static MuxPlan Plan(EquatableArray<RouteModel> routes, List<int> own, MuxModel? mux, int mountedSkipCount)
    {
        var table = new TableSelection(routes);
        var kept = table.Select(InTableOrder(routes, own));
        var entries = kept.ConvertAll(candidate => new PlannedEntry(
            routes[candidate.Index], candidate.Pattern.Host,
            candidate.Pattern.HasWildcards ? candidate.Pattern.Path : candidate.Pattern.LiteralPath, candidate.Index));
        return new(
            mux,
            new([.. entries]),
            kept.Count(static candidate => candidate.Pattern.IsExact),
            kept.Count(static candidate => candidate.Pattern.HasWildcards),
            new([.. table.Problems]),
            mountedSkipCount);
    }

    private static Candidate[] InTableOrder(EquatableArray<RouteModel> routes, List<int> own)
    {
        var candidates = new Candidate[own.Count];
        for (var number = 0; number < candidates.Length; number++)
            candidates[number] = new(routes[own[number]].Parsed, own[number]);
        Array.Sort(candidates, Candidate.Compare);
        return candidates;
    }
}
