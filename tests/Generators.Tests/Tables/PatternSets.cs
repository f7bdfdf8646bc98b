using System.Text.RegularExpressions;
using RouteGen.Routing;

namespace RouteGen.Tests;

/// <summary>Random sets of patterns and the paths to ask them with: shared segments, so that much nearly matches.</summary>
internal sealed class PatternSets(int seed)
{
    private static readonly string[] s_hosts = ["", "", "", "example.com", "api.example.com", "a"];
    private static readonly string[] s_methods = ["", "", "GET ", "GET ", "HEAD ", "POST "];
    private static readonly string[] s_ends = ["", "", "", "/", "/{$}", "/{rest...}"];
    private static readonly string[] s_segments =
    [
        "a", "b", "A", "aa", "api", "v1", "v2", "orders", "order", "orders1", "käse", "\u00E9", "\U0001F9C0", "a b", "%2F", "..a",
        "twelve-bytes", "exactly-16-bytes", "a-segment-that-has-thirty-2-byte",
        "a-segment-that-is-longer-than-sixty-four-bytes-all-by-itself-as-is-this-one",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Distinct valid patterns.</summary>
    internal string[] Patterns(int count)
    {
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        while (patterns.Count < count)
        {
            var path = _random.Next(count + 1) == 0 ? "/" : Path(_random.Next(1, 6), numbered: count > 50);
            patterns.Add(s_hosts[_random.Next(s_hosts.Length)] + path + (path != "/" && _random.Next(2) == 0 ? "/" : ""));
        }

        return [.. patterns];
    }

    /// <summary>Valid patterns with methods and wildcards, none in conflict with another.</summary>
    internal string[] NewPatterns(int count)
    {
        var tree = new PatternTree();
        var patterns = new List<string>();
        for (var attempt = 0; patterns.Count < count && attempt < count * 50; attempt++)
        {
            var text = s_methods[_random.Next(s_methods.Length)] + s_hosts[_random.Next(s_hosts.Length)]
                + WildcardPath(_random.Next(1, 5), count > 50);
            if (!RoutePattern.TryParse(text, out var pattern, out _) || tree.FindConflict(pattern!) is not null
                || tree.FindUnreachable(pattern!, out _) is not null) continue;
            tree.Add(pattern!);
            patterns.Add(text);
        }

        return [.. patterns];
    }

    private string WildcardPath(int segmentCount, bool numbered)
    {
        var path = "";
        for (var index = 0; index < segmentCount; index++) path += _random.Next(3) == 0 ? $"/{{w{index}}}" : Path(1, numbered);
        return path + s_ends[_random.Next(s_ends.Length)];
    }

    /// <summary>Some patterns of lengths that look-up data treats apart.</summary>
    internal static IEnumerable<string> LongPatterns()
    {
        foreach (var length in new[] { 15, 16, 17, 31, 62, 63, 64, 65, 66, 127, 255, 256, 257, 4_095, 4_097, 9_000 })
        {
            var path = "/" + new string('x', length - 1);
            yield return path;
            yield return path + "/";
            yield return "a" + path + "/y";
            yield return "a" + path + "/z/";
        }
    }

    /// <summary>
    /// Hosts and paths to ask with: every pattern itself, what is near it and below it, and what has nothing to do with it.
    /// </summary>
    internal IEnumerable<(string Host, byte[] Path)> Queries(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            var slash = pattern.IndexOf('/', StringComparison.Ordinal);
            var host = pattern[(pattern[..slash].LastIndexOf(' ') + 1)..slash];
            var path = Regex.Replace(
                pattern[slash..].Replace("{$}", "", StringComparison.Ordinal), @"\{[^}]*\}", _ =>
                    s_segments[_random.Next(s_segments.Length)]);
            foreach (var near in Near(path))
            {
                yield return (host, near);
                yield return (s_hosts[_random.Next(s_hosts.Length)], near);
                yield return (host + "x", near);
            }
        }

        foreach (
            var odd in new[]
                { "/", "", "*", "//", "///////////////////////////////////////////////////////////////////////////////////", "a/b", "/\0",
                    "/a\0b" })
            yield return (s_hosts[_random.Next(s_hosts.Length)], Bytes(odd));
    }

    private IEnumerable<byte[]> Near(string path)
    {
        yield return Bytes(path);
        yield return Bytes(path + "/");
        yield return Bytes(path.TrimEnd('/'));
        yield return Bytes(path.TrimEnd('/') + "/" + s_segments[_random.Next(s_segments.Length)]);
        yield return Bytes(path + "x");
        yield return Bytes(path + Path(_random.Next(1, 30), numbered: false));
        yield return Bytes(path[..^1]);

        // One byte is another one.
        var bytes = Bytes(path);
        bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        yield return bytes;

        // A slash more or less.
        bytes = Bytes(path);
        bytes[_random.Next(bytes.Length)] = (byte)'/';
        yield return bytes;
    }

    private string Path(int segmentCount, bool numbered)
    {
        var path = "";
        for (var index = 0; index < segmentCount; index++)
            path += "/" + s_segments[_random.Next(s_segments.Length)] + (numbered && _random.Next(3) == 0 ? _random.Next(100) : "");
        return path;
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
