// Decides which of two patterns is more specific. The set of requests that a pattern matches is a product: of the methods and the paths,
// which are the product of the sets that each segment matches. So one pattern covers another if it covers it in every factor, and two have
// no request in common if they have none in some factor. Hosts are left out: of two patterns with different hosts either one has none, and
// the other beats it, or they have nothing in common.
namespace RouteGen.Routing;

/// <summary>Relations between the requests of one pattern, the first, and those of another.</summary>
internal enum PatternRelation
{
    /// <summary>They share none.</summary>
    Disjoint,

    /// <summary>They share some, and each has others: neither pattern is more specific.</summary>
    Overlaps,

    /// <summary>The first has all of the second, and more.</summary>
    MoreGeneral,

    /// <summary>The second has all of the first, and more.</summary>
    MoreSpecific,

    /// <summary>They match the same requests.</summary>
    Equivalent,
}

internal static class PatternRelations
{
    /// <summary>Compares methods and paths.</summary>
    public static PatternRelation Compare(RoutePattern first, RoutePattern second)
    {
        var (covers, isCovered) = (true, true);
        if (first.Method != second.Method)
        {
            covers = CoversMethod(first.Method, second.Method);
            isCovered = CoversMethod(second.Method, first.Method);
            if (!covers && !isCovered) return PatternRelation.Disjoint;
        }

        if (!ComparePaths(first.Segments, second.Segments, ref covers, ref isCovered)) return PatternRelation.Disjoint;
        if (covers) return isCovered ? PatternRelation.Equivalent : PatternRelation.MoreGeneral;
        return isCovered ? PatternRelation.MoreSpecific : PatternRelation.Overlaps;
    }

    /// <summary>Returns true if both cannot be in one mux: they have requests in common, and neither is more specific.</summary>
    public static bool AreInConflict(RoutePattern first, RoutePattern second) =>
        first.Host == second.Host && Compare(first, second) is PatternRelation.Equivalent or PatternRelation.Overlaps;

    private static bool CoversMethod(string method, string other) =>
        method.Length == 0 || method == other || (method == "GET" && other == "HEAD");

    // Returns false if no path is in common. Otherwise each flag stays true only if that side covers the other in every segment.
    private static bool ComparePaths(RouteSegment[] first, RouteSegment[] second, ref bool covers, ref bool isCovered)
    {
        for (var index = 0; ; index++)
        {
            var hasFirst = index < first.Length;
            if (hasFirst != index < second.Length) return false;
            if (!hasFirst) return true;
            var (one, other) = (first[index], second[index]);
            if (one.Kind == SegmentKind.Tail || other.Kind == SegmentKind.Tail)
            {
                covers &= one.Kind == SegmentKind.Tail;
                isCovered &= other.Kind == SegmentKind.Tail;
                return true;
            }

            if (!CompareSegments(one, other, ref covers, ref isCovered)) return false;
        }
    }

    private static bool CompareSegments(RouteSegment one, RouteSegment other, ref bool covers, ref bool isCovered)
    {
        if (one.Kind == SegmentKind.End || other.Kind == SegmentKind.End) return one.Kind == other.Kind;
        if (one.Kind == SegmentKind.Literal && other.Kind == SegmentKind.Literal) return one.Text == other.Text;
        covers &= one.Kind == SegmentKind.Wildcard;
        isCovered &= other.Kind == SegmentKind.Wildcard;
        return true;
    }
}
