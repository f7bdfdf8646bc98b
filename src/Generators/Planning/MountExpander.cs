// Adds the routes of mounted muxes: each route of the inner mux becomes a route of the outer mux, and one more route matches the rest of
// the paths below the mount. Inner muxes are expanded first, so that an outer mux includes what is mounted in them. This code does not
// depend on Roslyn.
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal sealed class MountExpander
{
    /// <summary>
    /// Maximum number of routes that the mounts of a program add. Nested mounts multiply: a mux that is mounted twice in a mux that is
    /// mounted twice adds its routes four times.
    /// </summary>
    internal const int RouteCountMax = 100_000;

    private readonly Dictionary<MuxModel, List<Mount>> _mountsIn;
    private readonly Dictionary<MuxModel, List<Registration>> _routesOf;
    private readonly HashSet<MuxModel> _expanded = [];
    private readonly List<DiagnosticInfo> _problems = [];
    private int _room = RouteCountMax;

    private MountExpander(EquatableArray<Registration> registrations, IEnumerable<Mount> mounts)
    {
        _mountsIn = mounts.Where(static mount => mount.Model.Outer is not null).GroupBy(static mount => mount.Model.Outer!)
            .ToDictionary(static group => group.Key, static group => group.ToList());
        _routesOf = registrations.Where(static registration => registration.Route.Mux is not null)
            .GroupBy(static registration => registration.Route.Mux!)
            .ToDictionary(static group => group.Key, static group => group.ToList());
    }

    /// <summary>Adds the routes of mounted muxes to all registrations.</summary>
    /// <param name="registrations">The registrations of attributes, calls and libraries.</param>
    /// <param name="mounts">The mounts, in any order.</param>
    internal static MountedRoutes Expand(EquatableArray<Registration> registrations, EquatableArray<Mount> mounts)
    {
        var sorted = mounts.ToArray();
        Array.Sort(sorted, Mount.Compare);
        var problems = new List<DiagnosticInfo>();
        var expander = new MountExpander(registrations, MountCycles.Without(sorted, problems));
        expander._problems.AddRange(problems);
        var all = registrations.ToList();
        foreach (var mount in sorted.Where(static mount => mount.Model.Outer is null)) expander.Add(mount, all);
        foreach (var mux in expander._mountsIn.Keys.ToArray())
            all.AddRange(expander.RoutesOf(mux).Where(static registration => registration.Mount is not null));
        var result = all.ToArray();
        Array.Sort(result, Registration.Compare);
        return new(new(result), new([.. expander._problems]));
    }

    private List<Registration> RoutesOf(MuxModel mux)
    {
        if (!_routesOf.TryGetValue(mux, out var routes)) _routesOf.Add(mux, routes = []);
        if (!_expanded.Add(mux) || !_mountsIn.TryGetValue(mux, out var mounts)) return routes;
        foreach (var mount in mounts) Add(mount, routes);
        return routes;
    }

    // The planner reports a table with too many routes. One route too many is enough for that, so adding stops there.
    private void Add(Mount mount, List<Registration> routes)
    {
        routes.Add(RestOf(mount));
        foreach (var inner in RoutesOf(mount.Model.Inner))
        {
            if (routes.Count > MuxPlanner.EntryCountMax || _room < 0) return;
            if (_room-- == 0)
            {
                _problems.Add(DiagnosticInfo.At(
                    mount.Location, DiagnosticIds.NotMountable, mount.Model.MemberName,
                    "the mounts of a program add at most " + RouteCountMax.ToString(System.Globalization.CultureInfo.InvariantCulture)
                        + " routes"));
                return;
            }

            if (Mounted(mount, inner) is { } mounted) routes.Add(mounted);
        }
    }

    private static Registration RestOf(Mount mount)
    {
        var model = mount.Model;
        var route = new RouteModel(
            model.Host + model.Path + "/", model.Member, model.Inner.FullName, HandlerShape.Handler, model.Middleware, model.Outer,
            Mounted: new(model, null, IsRest: true));
        return new(route, mount.Location, Mount: mount.Location);
    }

    private Registration? Mounted(Mount mount, Registration inner)
    {
        var (model, route) = (mount.Model, inner.Route);
        if (!RoutePattern.TryParse(route.Pattern, out var pattern, out _)) return null;
        if (pattern!.Host.Length != 0 && model.Host.Length != 0 && pattern.Host != model.Host)
        {
            _problems.Add(DiagnosticInfo.At(
                mount.Location, DiagnosticIds.NotMountable, model.MemberName,
                "its route '" + route.Pattern + "' at " + inner.PlaceInWords + " has a different host than the mount"));
            return null;
        }

        var text = (pattern.Method.Length == 0 ? "" : pattern.Method + " ") + (model.Host.Length == 0 ? pattern.Host : model.Host)
            + model.Path + pattern.Path;
        if (!RoutePattern.TryParse(text, out var parsed, out var error))
        {
            _problems.Add(PatternProblems.Of(mount.Location, text, error));
            return null;
        }

        var mounted = route.With(parsed!, model.Outer) with
        {
            HandlerExpression = model.Member,
            Shape = HandlerShape.Handler,
            Middleware = new([.. model.Middleware, .. route.Middleware.Skip(model.AssemblyMiddlewareCount)]),
            Mounted = new(model, route.Pattern, route.Mounted is { IsRest: true }),
        };
        return new(mounted, inner.Location, Mount: mount.Location);
    }
}
