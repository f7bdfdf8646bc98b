namespace RouteGen.Routing;

/// <summary>
/// Cleans paths. A clean path is rooted, has no empty, <c>.</c> or <c>..</c> segments, and keeps its trailing slash. The input is a match
/// key, which is decoded, so <c>%2e%2e</c> is cleaned too. Go's name: <c>cleanPath</c>.
/// </summary>
internal static class PathCleaner
{
    /// <summary>Returns true if <see cref="Clean"/> would not change the path.</summary>
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
    /// <param name="path">Any path. Must be rooted if it is cleaned in place.</param>
    /// <param name="destination">At least one byte longer than <paramref name="path"/>, or the same memory, to clean in place.</param>
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
                // Removes one segment; the parent of the root is the root.
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
