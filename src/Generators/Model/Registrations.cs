// The registrations of attributes and calls, with their locations.
namespace RouteGen.Generators.Model;

/// <summary>A route with its location.</summary>
/// <param name="Route">The route.</param>
/// <param name="Location">The attribute or call that registers the route; for a mounted route, the attribute in the inner mux.</param>
/// <param name="Site">The location of a call in the compiler's form, or null for an attribute.</param>
/// <param name="Mount">The attribute that mounts the route, or null if the route is not mounted.</param>
internal sealed record Registration(RouteModel Route, LocationInfo Location, CallSite? Site = null, LocationInfo? Mount = null)
{
    /// <summary>The location of the attribute that adds the route to its table. For a mounted route, that is <c>[Mount]</c>.</summary>
    internal LocationInfo Cause => Mount ?? Location;

    /// <summary>The location as messages show it, such as <c>Api.cs:8, mounted at Site.cs:5</c>.</summary>
    internal string PlaceInWords =>
        Mount is null || Mount == Location ? Location.ToShortString() : Location.ToShortString() + ", mounted at " + Mount.ToShortString();

    /// <summary>Orders registrations independently of the order of the files in a compilation.</summary>
    internal static int Compare(Registration left, Registration right)
    {
        var order = string.CompareOrdinal(left.Route.Pattern, right.Route.Pattern);
        if (order == 0) order = string.CompareOrdinal(left.Route.HandlerExpression, right.Route.HandlerExpression);
        if (order == 0) order = left.Location.CompareTo(right.Location);
        return order != 0 ? order : left.Cause.CompareTo(right.Cause);
    }
}

/// <summary>Result of reading one annotated method: its routes and its problems.</summary>
internal sealed record HandlerResult(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems)
{
    internal static readonly HandlerResult None = new(EquatableArray<Registration>.Empty, EquatableArray<DiagnosticInfo>.Empty);

    /// <summary>Returns a result without routes and with a problem.</summary>
    internal static HandlerResult Failed(DiagnosticInfo problem) => new(EquatableArray<Registration>.Empty, new([problem]));
}
