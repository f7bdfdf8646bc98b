using System.Globalization;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

/// <summary>
/// The step that adds locations to the problems of a plan. The planner has no locations, so that moving code does not cause a new plan.
/// </summary>
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

    // Reports the problem at the later registration, and names the earlier one in the message. An unreachable pattern is always the one
    // that is reported. Registrations of libraries have no location that an editor could show, so they appear only in the message.
    private static void AddPair(PlanProblem problem, Registration one, Registration other, List<DiagnosticInfo> located)
    {
        // Warnings between routes of one library are reported when the library is built.
        var library = one.Location.Library;
        if (library is not null && library == other.Location.Library && DiagnosticDescriptors.IsAdvice(problem.Id)) return;

        // Problems between routes of one mounted mux are reported with the table of that mux. The attribute alone does not identify the
        // mount, because it may apply to several fields.
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
                    PlaceInWords(second), problem.Id == DiagnosticIds.DuplicatePattern ? HintFor(second, first) : ""])));
    }

    // Returns the location of the attribute that adds a route to the table and, for a mounted route, the location of the attribute in the
    // inner mux.
    private static IEnumerable<LocationInfo> PlacesOf(Registration registration) =>
        registration.Location.Library is not null ? []
        : registration.Cause == registration.Location ? [registration.Location]
        : [registration.Cause, registration.Location];

    private static string PlaceInWords(Registration registration) =>
        registration.Location.Library is null && registration.Cause == registration.Location
            ? ""
            : " for '" + registration.Route.HandlerName + "' at " + registration.PlaceInWords;

    // Two muxes at one path always have the same pattern for the rest of the paths, and perhaps others.
    private static string HintFor(Registration reported, Registration other)
    {
        if (reported.Route.Mounted?.Mount is not { } mount || other.Route.Mounted?.Mount is not { } second || mount == second
            || (mount.Host, mount.Path) != (second.Host, second.Path)) return "";
        var path = mount.Host + mount.Path + "/";
        var another = path + mount.Inner.Name.Replace("@", "").ToLowerInvariant() + "/";
        return "; two muxes are mounted at '" + path + "', so mount one of them at another path, such as [Mount(" + Literals.Quote(another)
            + ")]";
    }

    // Returns the host of a route inside its mount. Routes of a mux with different hosts conflict only if their mount has a host.
    private static string? HostOf(Registration registration) => registration.Route.Mounted switch
    {
        { Mount.Host.Length: 0 } => "",
        { Pattern: { } text } when RoutePattern.TryParse(text, out var pattern, out _) => pattern!.Host,
        _ => null,
    };
}
