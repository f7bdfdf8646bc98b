using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace RouteGen.Tests;

/// <summary>
/// The other opinion on what patterns match: a regular expression for each, and every request of a small world. It shares no code with what
/// it judges. The world is large enough for patterns over its literals of up to <see cref="DepthMax"/> segments: paths go two segments
/// deeper, with a segment and a method that no pattern names.
/// </summary>
internal static class PatternUniverse
{
    private const int DepthMax = 3;

    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT"];

    /// <summary>Every request, as method and path.</summary>
    internal static readonly (string Method, string Path)[] Requests =
        [.. s_methods.SelectMany(static method => Paths(["a", "b", "c"], DepthMax + 2).Select(path => (method, path)))];

    /// <summary>Every pattern, and which of the requests it matches.</summary>
    internal static readonly (string Text, bool[] Matches)[] Patterns = [.. AllPatterns().Select(static text => (text, Match(text)))];

    // How many requests each pattern matches, and of pairs that were asked about whether one matches only what the other does.
    private static readonly int[] s_sizes = [.. Patterns.Select(static pattern => pattern.Matches.Count(static matches => matches))];
    private static readonly ConcurrentDictionary<(int One, int Other), bool> s_subsets = new();

    /// <summary>Whether a pattern matches a request.</summary>
    internal static bool IsMatch(string pattern, string method, string path)
    {
        var parts = pattern.Split(' ');
        if (parts.Length == 2 && parts[0] != method && !(parts[0] == "GET" && method == "HEAD")) return false;
        var expression = Regex.Replace(parts[^1], @"\{\$\}$|\{\w+\.\.\.\}$|/$|\{\w+\}", static part => part.Value switch
        {
            "{$}" => "$",
            "/" => "/.*",
            [.., '.', '}'] => ".*",
            _ => "[^/]+",
        });
        return Regex.IsMatch(path, "^" + expression + "$");
    }

    /// <summary>
    /// Whether a set can stand: of any two patterns that match one request, one matches only requests that the other does, and fewer; and
    /// each pattern is the best one of some request. (That some third pattern is better than both of two which overlap does not save them:
    /// this is Go's rule.)
    /// </summary>
    internal static bool IsSound(IReadOnlyList<int> set)
    {
        var isBest = new bool[set.Count];
        for (var request = 0; request < Requests.Length; request++)
        {
            var matching = Enumerable.Range(0, set.Count).Where(index => Patterns[set[index]].Matches[request]).ToList();
            if (matching.Count == 0) continue;
            matching.Sort((one, other) => Size(set[one]).CompareTo(Size(set[other])));
            for (var index = 1; index < matching.Count; index++)
                if (!IsSubset(set[matching[index - 1]], set[matching[index]])) return false;
            isBest[matching[0]] = true;
        }

        return isBest.All(static best => best);
    }

    private static int Size(int pattern) => s_sizes[pattern];

    private static bool IsSubset(int one, int other) =>
        Size(one) < Size(other) && s_subsets.GetOrAdd((one, other), static pair =>
            !Patterns[pair.One].Matches.Where((matches, request) => matches && !Patterns[pair.Other].Matches[request]).Any());

    private static bool[] Match(string pattern) => Array.ConvertAll(Requests, request => IsMatch(pattern, request.Method, request.Path));

    private static IEnumerable<string> AllPatterns()
    {
        foreach (var method in new[] { "", "GET ", "HEAD ", "POST " })
        {
            foreach (var path in Paths(["a", "b", "{}"], DepthMax).Where(static path => path == "/" || path[^1] != '/'))
            {
                // Names differ from place to place.
                var count = 0;
                var named = Regex.Replace(path.TrimEnd('/'), @"\{\}", _ => $"{{w{count++}}}");
                if (named.Length != 0) yield return method + named;
                foreach (var end in new[] { "/", "/{$}", "/{rest...}" }) yield return method + named + end;
            }
        }
    }

    // Each without and with a slash at its end.
    private static IEnumerable<string> Paths(string[] segments, int depthMax)
    {
        yield return "/";
        var paths = new List<string> { "" };
        for (var depth = 0; depth < depthMax; depth++)
        {
            paths = [.. paths.SelectMany(path => segments.Select(segment => path + "/" + segment))];
            foreach (var path in paths)
            {
                yield return path;
                yield return path + "/";
            }
        }
    }
}
