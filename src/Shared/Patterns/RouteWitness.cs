using System;
using System.Text;

namespace RouteGen.Routing;

/// <summary>Example requests for messages about two patterns that match the same request.</summary>
internal static class RouteWitness
{
    // The segment for a wildcard, unless the other pattern has a literal there.
    private const string AnySegment = "x";

    /// <summary>Returns a request that both patterns match. The patterns must not be disjoint.</summary>
    public static string Of(RoutePattern first, RoutePattern second)
    {
        var path = new StringBuilder();
        for (var index = 0; index < Math.Max(first.Segments.Length, second.Segments.Length); index++)
        {
            var one = SegmentAt(first, index);
            var other = SegmentAt(second, index);
            path.Append('/').Append(TextOf(one.Kind <= other.Kind ? one : other));
        }

        // If the methods are GET and HEAD, both patterns serve HEAD.
        var (a, b) = (first.Method, second.Method);
        var method = a.Length == 0 ? b : b.Length == 0 || a == b ? a : "HEAD";
        return (method.Length == 0 ? "GET" : method) + " " + (first.Host.Length == 0 ? second.Host : first.Host) + Escape(path.ToString());
    }

    // The last segment of a shorter pattern is a tail, which also matches all further segments.
    private static RouteSegment SegmentAt(RoutePattern pattern, int index) =>
        index < pattern.Segments.Length ? pattern.Segments[index] : pattern.Segments[pattern.Segments.Length - 1];

    private static string TextOf(RouteSegment segment) => segment.Kind switch
    {
        SegmentKind.Literal => segment.Text,
        SegmentKind.Wildcard => AnySegment,
        _ => "",
    };

    // Escapes only characters that cannot appear unescaped in the path of a request line, so that the path can be copied into a client.
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
