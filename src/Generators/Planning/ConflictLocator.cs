using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

/// <summary>Adds locations to the problems of a plan. It is separate from the planner, so that a moved line causes no new plan.</summary>
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

    // Reports the later of two registrations; the message names the other one. A pattern that others cover is reported itself. The
    // registrations of libraries have no place that an editor could show, and are only named in the message.
    private static void AddPair(PlanProblem problem, Registration one, Registration other, List<DiagnosticInfo> located)
    {
        // The warnings within a library were reported when the library was built.
        var library = one.Location.Library;
        if (library is not null && library == other.Location.Library && DiagnosticDescriptors.IsAdvice(problem.Id)) return;

        // The problems between the routes of one mounted mux were reported with its own table. The attribute alone does not identify the
        // mount, since it may apply to several fields.
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

    // Returns the place that put the route into the table, and for a mounted route its own attribute as well.
    private static IEnumerable<LocationInfo> PlacesOf(Registration registration) =>
        registration.Location.Library is not null ? []
        : registration.Cause == registration.Location ? [registration.Location]
        : [registration.Cause, registration.Location];

    private static string PlaceInWords(Registration registration) =>
        registration.Location.Library is null && registration.Cause == registration.Location
            ? ""
            : " for '" + registration.Route.HandlerName + "' at " + registration.PlaceInWords;

    // Routes for different hosts conflict only through the host of their mount.
    private static string? HostOf(Registration registration) => registration.Route.Mounted switch
    {
        { Mount.Host.Length: 0 } => "",
        { Pattern: { } text } when RoutePattern.TryParse(text, out var pattern, out _) => pattern!.Host,
        _ => null,
    };
}
