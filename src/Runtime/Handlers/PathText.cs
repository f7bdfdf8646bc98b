using System.Text;

namespace RouteGen.Handling;

/// <summary>Functions for decoded, slash-separated paths. Go's package: <c>path</c>.</summary>
internal static class PathText
{
    /// <summary>
    /// Returns the shortest equivalent path. Removes empty segments and <c>.</c>, and each <c>..</c> together with the preceding segment. A
    /// rooted path cannot leave the root. The result has no trailing slash and is never empty. Go's name: <c>path.Clean</c>.
    /// </summary>
    internal static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or ".") continue;
            if (segment != "..") segments.Add(segment);
            else if (segments.Count > 0 && segments[^1] != "..") segments.RemoveAt(segments.Count - 1);
            else if (!isRooted) segments.Add(segment);
        }

        var clean = new StringBuilder(path.Length);
        if (isRooted) clean.Append('/');
        clean.AppendJoin('/', segments);
        return clean.Length == 0 ? "." : clean.ToString();
    }

    /// <summary>Cleans a path like <see cref="Clean"/>, but preserves a trailing slash.</summary>
    internal static string CleanKeepingSlash(string path)
    {
        var clean = Clean(path);
        return path.EndsWith('/') && !clean.EndsWith('/') ? clean + "/" : clean;
    }
}
