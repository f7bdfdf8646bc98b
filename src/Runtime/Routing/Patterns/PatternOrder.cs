// The order of a match table: exact patterns, then those with wildcards, then prefixes.
//
// Among the exact ones, by host and path; among prefixes, the longest path first (in bytes of UTF-8), then by host and path. Patterns with
// wildcards compare segment by segment, literal before {name} before a tail, so that of two that match one request the more specific one
// stands first. Patterns that differ in their method only stand together, the more specific method first: then the first one that admits a
// method is the right one. Text compares by its bytes as UTF-8, so that a reader may search by them.
using System;
using System.Text;

namespace RouteGen.Routing;

internal static class PatternOrder
{
    /// <summary>Compares two patterns. Zero: they match the same requests.</summary>
    public static int Compare(RoutePattern left, RoutePattern right)
    {
        var order = Class(left).CompareTo(Class(right));
        if (order != 0) return order;
        order = left.HasWildcards ? CompareSegments(left, right) : CompareLiteral(left, right);
        return order != 0 ? order : CompareMethods(left.Method, right.Method);
    }

    /// <summary>Compares by the bytes of UTF-8.</summary>
    // UTF-8 sorts by code point, and so does UTF-16, but for one thing: a surrogate stands for a code point above all others.
    public static int CompareAsUtf8(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var index = 0; index < length; index++)
        {
            var (a, b) = (left[index], right[index]);
            if (a == b) continue;
            if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? 1 : -1;
            return a.CompareTo(b);
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int Class(RoutePattern pattern) => pattern.HasWildcards ? 1 : pattern.HasTail ? 2 : 0;

    private static int CompareLiteral(RoutePattern left, RoutePattern right)
    {
        if (left.HasTail)
        {
            var byLength = Encoding.UTF8.GetByteCount(right.LiteralPath).CompareTo(Encoding.UTF8.GetByteCount(left.LiteralPath));
            if (byLength != 0) return byLength;
        }

        return CompareAsUtf8(left.Host + left.LiteralPath, right.Host + right.LiteralPath);
    }

    private static int CompareSegments(RoutePattern left, RoutePattern right)
    {
        for (var index = 0; index < left.Segments.Length && index < right.Segments.Length; index++)
        {
            var (one, other) = (left.Segments[index], right.Segments[index]);
            var order = one.Kind.CompareTo(other.Kind);
            if (order == 0 && one.Kind == SegmentKind.Literal) order = CompareAsUtf8(one.Text, other.Text);
            if (order != 0) return order;
        }

        var byCount = left.Segments.Length.CompareTo(right.Segments.Length);
        return byCount != 0 ? byCount : CompareAsUtf8(left.Host, right.Host);
    }

    // Every method is less specific than a method, and GET, which serves HEAD, less specific than HEAD.
    private static int CompareMethods(string left, string right)
    {
        var order = Generality(left).CompareTo(Generality(right));
        return order != 0 ? order : string.CompareOrdinal(left, right);
    }

    private static int Generality(string method) => method.Length == 0 ? 2 : method == "GET" ? 1 : 0;
}
