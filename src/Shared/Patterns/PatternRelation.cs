// Decides which of two patterns is more specific. A pattern restricts the method and each segment of the path independently. So it covers
// another pattern if its method and every segment cover the other's, and two patterns are disjoint if their methods or any of their
// segments are. Hosts need no comparison: if they differ, the patterns are disjoint, or one has no host and the other takes precedence.
namespace RouteGen.Routing;

/// <summary>Relations between the requests that a first and a second pattern match.</summary>
internal enum PatternRelation
{
    /// <summary>No request matches both patterns.</summary>
    Disjoint,

    /// <summary>Some requests match both patterns, but neither pattern is more specific.</summary>
    Overlaps,

    /// <summary>The first pattern matches all requests of the second, and more.</summary>
    MoreGeneral,

    /// <summary>The second pattern matches all requests of the first, and more.</summary>
    MoreSpecific,

    /// <summary>Both patterns match the same requests.</summary>
    Equivalent,
}

internal static class PatternRelations
{
    /// <summary>Compares the methods and paths of two patterns, but not their hosts.</summary>
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

    /// <summary>Returns true if one mux cannot have both patterns: some requests match both, and neither is more specific.</summary>
    public static bool AreInConflict(RoutePattern first, RoutePattern second) =>
        first.Host == second.Host && Compare(first, second) is PatternRelation.Equivalent or PatternRelation.Overlaps;

    private static bool CoversMethod(string method, string other) =>
        method.Length == 0 || method == other || (method == "GET" && other == "HEAD");

    // Returns false if no path matches both patterns. Otherwise a flag stays true only if its pattern covers the other in every segment.
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
