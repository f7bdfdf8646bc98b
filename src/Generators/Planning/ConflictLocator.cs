using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

/// <summary>Gives the problems of a plan their places. Apart from the planner, so that a moved line does not plan again.</summary>
internal static class ConflictLocator
{
    private static readonly string s_entryCountMax = MuxPlanner.EntryCountMax.ToString(CultureInfo.InvariantCulture);

    internal static EquatableArray<DiagnosticInfo> Locate(MuxPlan plan, EquatableArray<Registration> registrations)
    {
        var located = new List<DiagnosticInfo>(plan.Problems.Count);
        foreach (var problem in plan.Problems)
        {
            var registration = registrations[problem.Registration];
            if (problem.Other >= 0) AddPair(problem, registration, registrations[problem.Other], located);
            else
                located.Add(
                    DiagnosticInfo.At(
                        registration.Cause, problem.Id, registration.Route.Pattern,
                        problem.Witness.Length == 0 ? s_entryCountMax : problem.Witness));
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

        // So was what is odd between the routes of one mounted mux, where its own table was planned. The attribute alone does not tell: one
        // may stand before several fields.
        if (one.Mount is not null && one.Mount == other.Mount && one.Route.Mounted?.Mount == other.Route.Mounted?.Mount
            && HostOf(one) == HostOf(other)) return;

        var isAboutOne = problem.Id == DiagnosticIds.UnreachablePattern;
        var (first, second) = !isAboutOne && one.Cause.CompareTo(other.Cause) < 0 ? (one, other) : (other, one);
        var (place, otherPlace) = second.Location.Library is null ? (second, first) : (first, second);
        located.Add(new(
            problem.Id,
            place.Cause,
            new([.. PlacesOf(otherPlace), .. PlacesOf(place).Skip(1)]),
            new(
                [second.Route.Pattern, first.Route.Pattern, first.Route.HandlerName, first.PlaceInWords, problem.Witness,
                    PlaceInWords(second)])));
    }

    // What put the route into the table, and of a mounted one its own attribute.
    private static IEnumerable<LocationInfo> PlacesOf(Registration registration) =>
        registration.Location.Library is not null ? []
        : registration.Cause == registration.Location ? [registration.Location]
        : [registration.Cause, registration.Location];

    private static string PlaceInWords(Registration registration) =>
        registration.Location.Library is null && registration.Cause == registration.Location
            ? ""
            : " for '" + registration.Route.HandlerName + "' at " + registration.PlaceInWords;

    // Of two routes for different hosts only the host of a mount makes a pair.
    private static string? HostOf(Registration registration) => registration.Route.Mounted switch
    {
        { Mount.Host.Length: 0 } => "",
        { Pattern: { } text } when RoutePattern.TryParse(text, out var pattern, out _) => pattern!.Host,
        _ => null,
    };
}
