using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>Gives the problems of a plan their places. Apart from the planner, so that a moved line does not plan again.</summary>
internal static class ConflictLocator
{
    internal static EquatableArray<DiagnosticInfo> Locate(MuxPlan plan, EquatableArray<Registration> registrations)
    {
        var located = new DiagnosticInfo[plan.Problems.Count];
        for (var index = 0; index < located.Length; index++)
        {
            var problem = plan.Problems[index];
            var registration = registrations[problem.Registration];
            located[index] = problem.Other < 0
                ? DiagnosticInfo.At(
                    registration.Location, problem.Id, registration.Route.Pattern, MuxPlanner.EntryCountMax.ToString(CultureInfo.InvariantCulture))
                : LocatePair(problem, registration, registrations[problem.Other]);
        }

        return new(located);
    }

    // Of two that are alike the one further down is reported, as a reader would say it; the other is named beside it. A pattern that others
    // cover is reported itself.
    private static DiagnosticInfo LocatePair(PlanProblem problem, Registration one, Registration other)
    {
        var isAboutOne = problem.Id == DiagnosticIds.UnreachablePattern;
        var (first, second) = !isAboutOne && one.Location.CompareTo(other.Location) < 0 ? (one, other) : (other, one);
        var arguments = new[] { second.Route.Pattern, first.Route.Pattern, first.Route.HandlerName, first.Location.ToShortString(), problem.Witness };
        return new(problem.Id, second.Location, first.Location, new(arguments));
    }
}
