using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>Gives the problems of a plan their places. Apart from the planner, so that a moved line does not plan again.</summary>
internal static class ConflictLocator
{
    internal static EquatableArray<DiagnosticInfo> Locate(MuxPlan plan, EquatableArray<Registration> registrations)
    {
        var located = new List<DiagnosticInfo>(plan.Problems.Count);
        foreach (var problem in plan.Problems)
        {
            var registration = registrations[problem.Registration];
            if (problem.Other >= 0) AddPair(problem, registration, registrations[problem.Other], located);
            else located.Add(DiagnosticInfo.At(registration.Location, problem.Id, registration.Route.Pattern, MuxPlanner.EntryCountMax.ToString(CultureInfo.InvariantCulture)));
        }

        return new([.. located]);
    }

    // Of two that are alike the one further down is reported, as a reader would say it; the other is named beside it. A pattern that others
    // cover is reported itself. Those of libraries have no place that an editor could show, and are named by the message alone.
    private static void AddPair(PlanProblem problem, Registration one, Registration other, List<DiagnosticInfo> located)
    {
        // What is odd within a library was said when the library was built.
        var library = one.Location.Library;
        if (library is not null && library == other.Location.Library && DiagnosticDescriptors.IsAdvice(problem.Id)) return;

        var isAboutOne = problem.Id == DiagnosticIds.UnreachablePattern;
        var (first, second) = !isAboutOne && one.Location.CompareTo(other.Location) < 0 ? (one, other) : (other, one);
        var (place, otherPlace) = second.Location.Library is null ? (second.Location, first.Location) : (first.Location, second.Location);
        located.Add(new(
            problem.Id,
            place,
            otherPlace.Library is null ? otherPlace : null,
            new([second.Route.Pattern, first.Route.Pattern, first.Route.HandlerName, first.Location.ToShortString(), problem.Witness, PlaceInWords(second)])));
    }

    private static string PlaceInWords(Registration registration) =>
        registration.Location.Library is null ? "" : " for '" + registration.Route.HandlerName + "' at " + registration.Location.ToShortString();
}
