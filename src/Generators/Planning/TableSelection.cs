// Selects the routes that are in the table of a mux, and reports the others. Three kinds of routes are added, in this order:
//
//   routes   routes of attributes. If two conflict, the first is kept.
//   rests    routes for the rest of the paths below a mount. A conflict with a route of the same mount is not reported.
//   lines    routes of calls that register when they run. A conflict with another route is an error. A conflict between two calls is a
//            warning, because perhaps only one of them runs.
using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal sealed class TableSelection(EquatableArray<RouteModel> routes)
{
    // A step takes 20 to 30 nanoseconds.
    private const int MatchStepCountMax = 1_000;

    private readonly PatternTree _tree = new();
    private Dictionary<RoutePattern, int> _indexOf = [];
    private readonly List<Candidate> _kept = [];

    /// <summary>The errors and warnings.</summary>
    internal List<PlanProblem> Problems { get; } = [];

    /// <summary>Selects the candidates that are in the table, and returns them in its order.</summary>
    /// <param name="candidates">The candidates, in the order of the table.</param>
    internal List<Candidate> Select(Candidate[] candidates)
    {
        _indexOf = new(candidates.Length);
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

    // Calls are compared with all other routes first, so that a conflict with another call does not hide a conflict with a route.
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

    // The pattern of a call makes no other pattern unreachable, because the call may never run.
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
