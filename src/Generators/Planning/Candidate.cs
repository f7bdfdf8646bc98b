using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

/// <summary>A route that may become an entry.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Index">The index of the registration.</param>
internal sealed record Candidate(RoutePattern Pattern, int Index)
{
    /// <summary>Compares patterns in the order of a table, and equal patterns in the order of their registrations.</summary>
    internal static int Compare(Candidate left, Candidate right)
    {
        var order = PatternOrder.Compare(left.Pattern, right.Pattern);
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }
}
