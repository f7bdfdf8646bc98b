// Values are extracted from the path when a handler asks for them, not when a request is routed: most are never read, and the path remains
// available until the request ends.
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>The names that a pattern captures, and the segments of the path that they match.</summary>
/// <param name="names">Each name with the index of its segment.</param>
/// <param name="tail">The index of the segment at which a wildcard for the rest of the path begins, or -1 if there is none.</param>
internal sealed class PathNames((string Name, int Segment)[] names, int tail)
{
    /// <summary>Returns true if the pattern has a wildcard of that name.</summary>
    internal bool Contains(string name) => SegmentOf(name) >= 0;

    /// <summary>Returns the decoded value of a wildcard, or null if the pattern has no wildcard of that name.</summary>
    /// <param name="escapedPath">The escaped path, which the pattern matches.</param>
    /// <param name="name">The name, case-sensitive.</param>
    internal string? Find(ReadOnlySpan<byte> escapedPath, string name)
    {
        var segment = SegmentOf(name);
        if (segment < 0) return null;
        for (var index = 0; index < segment; index++)
        {
            var slash = escapedPath[1..].IndexOf((byte)'/');
            escapedPath = slash < 0 ? default : escapedPath[(slash + 1)..];
            if (escapedPath.IsEmpty) return "";
        }

        var value = escapedPath[1..];
        if (segment != tail && value.IndexOf((byte)'/') is >= 0 and var end) value = value[..end];
        return Decode(value);
    }

    private int SegmentOf(string name)
    {
        foreach (var (known, segment) in names)
            if (known == name) return segment;
        return -1;
    }

    private static string Decode(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'%')) return Encoding.UTF8.GetString(escaped);
        var decoded = new byte[escaped.Length];
        return PercentEncoding.TryDecode(escaped, decoded, out var length)
            ? Encoding.UTF8.GetString(decoded, 0, length)
            : Encoding.UTF8.GetString(escaped);
    }
}
