// RG0211: a call registers a mux that could be mounted. The routes of a mounted mux are in the table, where conflicts are found.
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class MuxCallProblems
{
    /// <summary>Finds the calls that a mount could replace.</summary>
    /// <param name="registrations">All registrations.</param>
    /// <param name="calls">The calls that register a mux of the project.</param>
    internal static EquatableArray<DiagnosticInfo> Of(EquatableArray<Registration> registrations, EquatableArray<MuxCall> calls)
    {
        if (calls.Count == 0) return EquatableArray<DiagnosticInfo>.Empty;
        var routesOf = calls.Select(static call => call.Mux).Distinct()
            .ToDictionary(static mux => mux, static _ => new List<RoutePattern>());
        foreach (var registration in registrations)
            if (registration.Route.Mux is { } mux && routesOf.TryGetValue(mux, out var routes)) routes.Add(registration.Route.Parsed);
        return new(
        [
            .. calls.Select(call => (Call: call, Why: AdviceFor(call, routesOf[call.Mux])))
                .Where(static pair => pair.Why is not null)
                .Select(static pair => DiagnosticInfo.At(
                    pair.Call.Location, DiagnosticIds.MuxInCall, pair.Call.TypeName, pair.Why!)),
        ]);
    }

    // Without StripPrefix, the mux gets the whole path. So a mount serves the same requests if each pattern begins with the path, which the
    // mount makes superfluous. If no pattern does, the mux serves nothing now. Otherwise the mux cannot be mounted there.
    private static string? AdviceFor(MuxCall call, List<RoutePattern> routes)
    {
        if (routes.Count == 0 || !RoutePattern.TryParse(call.Pattern, out var pattern, out _)) return null;
        var path = pattern!.Path.TrimEnd('/');
        var mount = "mount it with [Mount(" + Literals.Quote(call.Pattern) + ")]";
        if (call.IsStripped)
            return mount + " instead of Http.StripPrefix"
                + (call.HasMiddleware ? "; until then, the assembly's middleware runs twice for each request" : "");
        if (routes.TrueForAll(route => Covers(pattern, route)))
            return path.Length == 0 ? mount : mount + ", and remove '" + path + "' from its patterns";
        return routes.TrueForAll(route => AreDisjoint(pattern, route))
            ? "no request reaches them, because the mux gets the whole path and none of its patterns matches a path below '" + path
                + "/'; " + mount + ", which removes '" + path + "'"
            : null;
    }

    private static bool Covers(RoutePattern call, RoutePattern route) =>
        (call.Host.Length == 0 || call.Host == route.Host)
        && PatternRelations.Compare(call, route) is PatternRelation.MoreGeneral or PatternRelation.Equivalent
        && route.Path.StartsWith(call.Path, StringComparison.Ordinal);

    private static bool AreDisjoint(RoutePattern call, RoutePattern route) =>
        (call.Host.Length != 0 && route.Host.Length != 0 && call.Host != route.Host)
        || PatternRelations.Compare(call, route) == PatternRelation.Disjoint;
}
