// The order of a match table: exact patterns, then patterns with wildcards, then prefixes.
//
// Exact patterns are sorted by host and path. Prefixes are sorted by the length of their path in UTF-8, longest first, then by host and
// path. Patterns with wildcards are compared segment by segment: literals precede {name}, which precedes a tail. So if two patterns match
// the same request, the more specific one is first. Patterns that differ only in their method are adjacent, the more specific method first,
// so the first pattern that admits a method is the right one. Text is compared by its UTF-8 bytes, because lookups compare bytes.
using System;
using System.Text;

namespace RouteGen.Routing;

internal static class PatternOrder
{
    /// <summary>Compares two patterns. Returns zero if they match the same requests.</summary>
    public static int Compare(RoutePattern left, RoutePattern right)
    {
        var order = Class(left).CompareTo(Class(right));
        if (order != 0) return order;
        order = left.HasWildcards ? CompareSegments(left, right) : CompareLiteral(left, right);
        return order != 0 ? order : CompareMethods(left.Method, right.Method);
    }

    /// <summary>Compares two texts by their UTF-8 bytes.</summary>
    // UTF-8 bytes and UTF-16 code units both sort by code point, except for surrogates, which encode the code points above all others.
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

        var byHost = CompareHosts(left.Host, right.Host);
        return byHost != 0 ? byHost : CompareAsUtf8(left.LiteralPath, right.LiteralPath);
    }

    // Compares hosts as if each were followed by its path, which begins with a slash. A host is ASCII and contains no slash.
    private static int CompareHosts(string left, string right)
    {
        for (var index = 0; index < left.Length || index < right.Length; index++)
        {
            var (a, b) = (index < left.Length ? left[index] : '/', index < right.Length ? right[index] : '/');
            if (a != b) return a.CompareTo(b);
        }

        return 0;
    }

    private static int CompareSegments(RoutePattern left, RoutePattern right)
    {
        for (var index = CommonSegments(left.Path, right.Path); index < left.Segments.Length && index < right.Segments.Length; index++)
        {
            var (one, other) = (left.Segments[index], right.Segments[index]);

            // Compares numbers, because Enum.CompareTo boxes both operands.
            if (one.Kind != other.Kind) return one.Kind < other.Kind ? -1 : 1;
            var order = one.Kind == SegmentKind.Literal ? CompareAsUtf8(one.Text, other.Text) : 0;
            if (order != 0) return order;
        }

        var byCount = left.Segments.Length.CompareTo(right.Segments.Length);
        return byCount != 0 ? byCount : CompareAsUtf8(left.Host, right.Host);
    }

    // Counts the leading segments that two paths have in common. A segment counts if the slash after it is common too.
    private static int CommonSegments(string left, string right)
    {
        var slashes = 0;
        for (var index = 0; index < left.Length && index < right.Length && left[index] == right[index]; index++)
            if (left[index] == '/') slashes++;
        return Math.Max(0, slashes - 1);
    }

    // A pattern for all methods is less specific than one for a method. GET also serves HEAD, so GET is less specific than HEAD.
    private static int CompareMethods(string left, string right)
    {
        var order = Generality(left).CompareTo(Generality(right));
        return order != 0 ? order : string.CompareOrdinal(left, right);
    }

    private static int Generality(string method) => method.Length == 0 ? 2 : method == "GET" ? 1 : 0;
}
