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
                : LocateDuplicate(registration, registrations[problem.Other]);
        }

        return new(located);
    }

    // The one further down is reported, as a reader would say it; the other is named beside it.
    private static DiagnosticInfo LocateDuplicate(Registration one, Registration other)
    {
        var (first, second) = one.Location.CompareTo(other.Location) < 0 ? (one, other) : (other, one);
        var arguments = new[] { second.Route.Pattern, first.Route.HandlerName, first.Location.ToShortString() };
        return new(DiagnosticIds.DuplicatePattern, second.Location, first.Location, new(arguments));
    }
}
