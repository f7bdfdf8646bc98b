using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

/// <summary>A route that may become an entry.</summary>
/// <param name="Pattern">Its pattern.</param>
/// <param name="Index">The index of its registration.</param>
internal sealed record Candidate(RoutePattern Pattern, int Index)
{
    /// <summary>The order of a table; of equal patterns the first registration comes first.</summary>
    internal static int Compare(Candidate left, Candidate right)
    {
        var order = PatternOrder.Compare(left.Pattern, right.Pattern);
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }
}
