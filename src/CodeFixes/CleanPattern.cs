namespace RouteGen.CodeFixes;

/// <summary>Cleans patterns in the way that was probably intended.</summary>
internal static class CleanPattern
{
    private const string Scheme = "://";

    /// <summary>Returns the pattern with a clean path, or null if the intention is unclear.</summary>
    /// <param name="pattern">The text of the pattern.</param>
    /// <param name="hasMethod">True if the text may begin with a method.</param>
    internal static string? Of(string pattern, bool hasMethod)
    {
        var blank = hasMethod ? pattern.LastIndexOfAny([' ', '\t']) : -1;
        var method = pattern.Substring(0, blank + 1);
        var rest = pattern.Substring(blank + 1);
        var slash = rest.IndexOf('/');
        if (slash > 0 && rest.IndexOf(Scheme, StringComparison.Ordinal) == slash - 1)
        {
            rest = rest.Substring(slash - 1 + Scheme.Length);
            slash = rest.IndexOf('/');
        }

        if (slash >= 0) return method + rest.Substring(0, slash) + Clean(rest.Substring(slash));
        if (rest.Length == 0) return null;
        // Text with a dot or a colon is treated as a host without a path, and other text as a path without its leading slash.
        return method + (rest.Contains('.') || rest.Contains(':') ? rest + "/" : "/" + rest);
    }

    // Removes dot segments (RFC 3986 section 5.2.4) and empty segments.
    private static string Clean(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/');
        foreach (var segment in segments)
        {
            if (segment == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("" or "." or "..")) kept.Add(segment);
        }

        var isPrefix = kept.Count > 0 && segments[segments.Length - 1] is "" or "." or "..";
        return "/" + string.Join("/", kept) + (isPrefix && kept.Count > 0 ? "/" : "");
    }
}
