using System;
using System.Text;

namespace RouteGen.Routing;

/// <summary>A request line as evidence: something a reader can send and see.</summary>
internal static class RouteWitness
{
    // Text for a wildcard. A literal of either pattern takes precedence.
    private const string AnySegment = "x";

    /// <summary>The request line that a pattern matches, and another one too that is not disjoint from it.</summary>
    public static string Of(RoutePattern first, RoutePattern second)
    {
        var path = new StringBuilder();
        for (var index = 0; index < Math.Max(first.Segments.Length, second.Segments.Length); index++)
        {
            var one = SegmentAt(first, index);
            var other = SegmentAt(second, index);
            path.Append('/').Append(TextOf(one.Kind <= other.Kind ? one : other));
        }

        // GET and HEAD share HEAD.
        var (a, b) = (first.Method, second.Method);
        var method = a.Length == 0 ? b : b.Length == 0 || a == b ? a : "HEAD";
        return (method.Length == 0 ? "GET" : method) + " " + (first.Host.Length == 0 ? second.Host : first.Host) + Escape(path.ToString());
    }

    // A tail also matches below its last segment.
    private static RouteSegment SegmentAt(RoutePattern pattern, int index) =>
        index < pattern.Segments.Length ? pattern.Segments[index] : pattern.Segments[pattern.Segments.Length - 1];

    private static string TextOf(RouteSegment segment) => segment.Kind switch
    {
        SegmentKind.Literal => segment.Text,
        SegmentKind.Wildcard => AnySegment,
        _ => "",
    };

    // Writes the path like a client, so that it can be copied: only characters that are not allowed in a request line are escaped.
    private static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (var value in Encoding.UTF8.GetBytes(path))
        {
            if (value is > 0x20 and < 0x7F && "%?#\"<>\\^`{|}".IndexOf((char)value) < 0) escaped.Append((char)value);
            else escaped.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
