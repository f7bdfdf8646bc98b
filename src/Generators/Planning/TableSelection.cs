// Selects the routes of a mux that are in its table, and reports the others. There are three kinds, which are added in this order:
//
//   routes     always register. Of two that are in conflict the first is kept.
//   the rest   of a mounted mux, below its path: gives way to the mount's own routes, and conflicts with others like any route.
//   lines      register when they run: one that conflicts with a route is an error; of two lines perhaps only one ever runs.
using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal sealed class TableSelection(EquatableArray<RouteModel> routes)
{
    // A step takes some 20 to 30 nanoseconds.
    private const int MatchStepCountMax = 1_000;

    private readonly PatternTree _tree = new();
    private readonly Dictionary<RoutePattern, int> _indexOf = [];
    private readonly List<Candidate> _kept = [];

    /// <summary>Errors and warnings.</summary>
    internal List<PlanProblem> Problems { get; } = [];

    /// <summary>Returns the candidates that are in the table, in its order.</summary>
    /// <param name="candidates">The candidates, in the order of the table.</param>
    internal List<Candidate> Select(Candidate[] candidates)
    {
        Keep(candidates.Where(candidate => !IsRest(candidate) && !IsLine(candidate)));
        var routeCount = _kept.Count;
        Keep(candidates.Where(IsRest));
        var lines = Array.FindAll(candidates, IsLine);
        if (lines.Length != 0) KeepLines(lines);
        if (_kept.Count != routeCount) _kept.Sort(Candidate.Compare);

        var reachable = WithoutUnreachable();
        PatternAdvice.AddProblems(
            [.. reachable.Where(candidate => !IsRest(candidate)).Select(static candidate => candidate.Pattern)], _indexOf, Problems);
        foreach (var (pattern, steps) in _tree.FindCostly(MatchStepCountMax))
            Problems.Add(new(DiagnosticIds.CostlyMatch, _indexOf[pattern], -1, Text(steps)));
        return reachable;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private bool IsRest(Candidate candidate) => routes[candidate.Index].Mounted is { IsRest: true };

    private bool IsLine(Candidate candidate) => routes[candidate.Index].Line is not null;

    // Lines are compared with all other routes first, so that a conflict with another line does not hide a conflict with one of those.
    private void KeepLines(Candidate[] lines)
    {
        var besides = new PatternTree();
        foreach (var candidate in _kept) besides.Add(candidate.Pattern);
        Keep(Array.FindAll(lines, candidate => !IsInConflict(candidate, besides)), DiagnosticIds.OneLineMayRun);
    }

    private void Keep(IEnumerable<Candidate> candidates, string? id = null)
    {
        foreach (var candidate in candidates)
        {
            if (IsInConflict(candidate, _tree, id)) continue;
            if (_kept.Count == MuxPlanner.EntryCountMax)
            {
                Problems.Add(new(DiagnosticIds.TooManyRoutes, candidate.Index, -1));
                break;
            }

            if (!_tree.HasRoomFor(candidate.Pattern))
            {
                Problems.Add(new(DiagnosticIds.TooManyShapes, candidate.Index, -1, Text(ConflictIndex.ShapeCountMax)));
                break;
            }

            _tree.Add(candidate.Pattern);
            _indexOf.Add(candidate.Pattern, candidate.Index);
            _kept.Add(candidate);
        }
    }

    private bool IsInConflict(Candidate candidate, PatternTree tree, string? id = null)
    {
        if (tree.FindConflict(candidate.Pattern) is not { } other) return false;
        if (IsRest(candidate) && routes[candidate.Index].Mounted!.Mount == routes[_indexOf[other]].Mounted?.Mount) return true;
        id ??= PatternRelations.Compare(candidate.Pattern, other) == PatternRelation.Equivalent
            ? DiagnosticIds.DuplicatePattern
            : DiagnosticIds.AmbiguousPattern;
        Problems.Add(new(id, candidate.Index, _indexOf[other], RouteWitness.Of(candidate.Pattern, other)));
        return true;
    }

    // A line may never run, so it covers nothing.
    private PatternTree WithoutLines()
    {
        if (!_kept.Exists(IsLine)) return _tree;
        var tree = new PatternTree();
        foreach (var candidate in _kept.Where(candidate => !IsLine(candidate))) tree.Add(candidate.Pattern);
        return tree;
    }

    private List<Candidate> WithoutUnreachable()
    {
        var unreachable = new HashSet<Candidate>();
        var covers = WithoutLines();
        foreach (var candidate in _kept)
        {
            if (!candidate.Pattern.HasTail || covers.FindCover(candidate.Pattern) is not { } cover) continue;
            unreachable.Add(candidate);
            if (!IsRest(candidate))
                Problems.Add(
                    new(DiagnosticIds.UnreachablePattern, candidate.Index, _indexOf[cover], RouteWitness.Of(candidate.Pattern, cover)));
        }

        return unreachable.Count == 0 ? _kept : _kept.FindAll(candidate => !unreachable.Contains(candidate));
    }
}
