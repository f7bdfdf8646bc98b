using System.Text;

namespace RouteGen.Proxying;

/// <summary>Joins the URL of a request to a base URL (BEHAVIOUR U2: JoinURLPath).</summary>
internal static class JoinedUrl
{
    internal static Url Of(Url target, Url requested)
    {
        var (path, rawPath) = JoinPaths(target, requested);
        return new Url
        {
            Scheme = target.Scheme,
            Host = target.Host,
            User = requested.User,
            Path = path,
            RawPath = rawPath,
            RawQuery = JoinQueries(target.RawQuery, requested.RawQuery),
            ForceQuery = requested.ForceQuery,
        };
    }

    /// <summary>
    /// Removes the parameters that cannot be parsed, because another parser might read them differently. The others are kept as written. A
    /// query with too many parameters is removed entirely.
    /// </summary>
    internal static string CleanQuery(string rawQuery)
    {
        if (Values.TryParse(rawQuery, out _)) return rawQuery;
        if (rawQuery.AsSpan().Count('&') >= QueryText.PairCountMax) return "";
        var kept = new StringBuilder(rawQuery.Length);
        foreach (var range in rawQuery.AsSpan().Split('&'))
        {
            var pair = rawQuery[range];
            if (pair.Length == 0 || !Values.TryParse(pair, out _)) continue;
            if (kept.Length > 0) kept.Append('&');
            kept.Append(pair);
        }

        return kept.ToString();
    }

    // Joins the paths with exactly one slash. The escaped forms are joined too if one of them differs from its decoded form.
    private static (string Path, string RawPath) JoinPaths(Url target, Url requested)
    {
        if (target.RawPath.Length == 0 && requested.RawPath.Length == 0)
            return (Join(target.Path, requested.Path, target.Path, requested.Path), "");
        var first = target.EscapedPath;
        var second = requested.EscapedPath;
        return (Join(target.Path, requested.Path, first, second), Join(first, second, first, second));
    }

    // The escaped forms determine the slashes, because a decoded slash may have been escaped.
    private static string Join(string first, string second, string firstWritten, string secondWritten) =>
        (firstWritten.EndsWith('/'), secondWritten.StartsWith('/')) switch
        {
            (true, true) => first + second[1..],
            (false, false) => first + "/" + second,
            _ => first + second,
        };

    private static string JoinQueries(string first, string second) =>
        first.Length == 0 || second.Length == 0 ? first + second : first + "&" + second;
}
