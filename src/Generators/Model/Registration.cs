namespace RouteGen.Generators.Model;

/// <summary>A route and the attribute or line that registers it. The two part ways before the plan.</summary>
/// <param name="Route">The route.</param>
/// <param name="Location">The place for people.</param>
/// <param name="Site">Of a line, the place for the compiler; null: an attribute.</param>
internal sealed record Registration(RouteModel Route, LocationInfo Location, CallSite? Site = null)
{
    /// <summary>An order of their own, so that the order of the files in a compilation shows nowhere.</summary>
    internal static int Compare(Registration left, Registration right)
    {
        var order = string.CompareOrdinal(left.Route.Pattern, right.Route.Pattern);
        if (order == 0) order = string.CompareOrdinal(left.Route.HandlerExpression, right.Route.HandlerExpression);
        return order != 0 ? order : left.Location.CompareTo(right.Location);
    }
}
