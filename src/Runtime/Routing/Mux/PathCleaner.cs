namespace RouteGen.Routing;

/// <summary>
/// The canonical form of a path: rooted, without empty segments and without <c>.</c> and <c>..</c>; a trailing slash stays. Works on match
/// keys, after percent-decoding, so that <c>%2e%2e</c> is cleaned too. Go's name: <c>cleanPath</c>.
/// </summary>
internal static class PathCleaner
{
    /// <summary>True if <see cref="Clean"/> would leave the path as it is.</summary>
    internal static bool IsClean(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[0] != '/') return false;
        var rest = path[1..];
        while (!rest.IsEmpty)
        {
            var slash = rest.IndexOf((byte)'/');
            var segment = slash < 0 ? rest : rest[..slash];
            if (segment.IsEmpty || IsDot(segment) || IsDotDot(segment)) return false;
            if (slash < 0) return true;
            rest = rest[(slash + 1)..];
        }

        return true;
    }

    /// <summary>Writes the clean path.</summary>
    /// <param name="path">Any path; rooted if it shares its memory with <paramref name="destination"/>.</param>
    /// <param name="destination">At least one byte longer than <paramref name="path"/>; a rooted path may be cleaned in place.</param>
    /// <returns>The length of the clean path, at least 1.</returns>
    internal static int Clean(ReadOnlySpan<byte> path, Span<byte> destination)
    {
        var endsInSlash = !path.IsEmpty && path[^1] == '/';
        if (!path.IsEmpty && path[0] == '/') path = path[1..];
        destination[0] = (byte)'/';
        var written = 1;
        while (!path.IsEmpty)
        {
            var slash = path.IndexOf((byte)'/');
            var segment = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            if (segment.IsEmpty || IsDot(segment)) continue;
            if (IsDotDot(segment))
            {
                // Up one segment; the root is its own parent.
                written = Math.Max(1, destination[..written].LastIndexOf((byte)'/'));
                continue;
            }

            if (written > 1) destination[written++] = (byte)'/';
            segment.CopyTo(destination[written..]);
            written += segment.Length;
        }

        if (endsInSlash && written > 1) destination[written++] = (byte)'/';
        return written;
    }

    private static bool IsDot(ReadOnlySpan<byte> segment) => segment.Length == 1 && segment[0] == '.';

    private static bool IsDotDot(ReadOnlySpan<byte> segment) => segment.Length == 2 && segment[0] == '.' && segment[1] == '.';
}
