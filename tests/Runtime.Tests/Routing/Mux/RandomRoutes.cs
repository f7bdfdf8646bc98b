namespace RouteGen.Tests.Routing;

/// <summary>
/// Random sets of patterns, and requests that come near them. The same seed gives the same. Sets of even seeds lack "/", which matches
/// everything.
/// </summary>
internal sealed class RandomRoutes(int seed)
{
    private static readonly string[] s_segments = [
        "a", "ab", "abc", "b", "sp ace", "é", "\uFFFD", "😀", "x.y", "...", "%2F", "a:b", "-", "~"];
    private static readonly string[] s_hosts = ["", "", "", "", "h1.test", "h1.test", "a", "a-b", "a.b", "[::1]", "h1.test:80"];

    private readonly Random _random = new(seed);

    internal string[] Patterns(int count)
    {
        var patterns = new HashSet<string>();
        while (patterns.Count < count)
        {
            var path = string.Concat(Enumerable.Range(0, _random.Next(count < 5 ? 3 : 5)).Select(_ => "/" + Pick(s_segments)));
            var pattern = Pick(s_hosts) + path + (path.Length == 0 || _random.Next(2) == 0 ? "/" : "");
            if (pattern != "/" || seed % 2 != 0) patterns.Add(pattern);
        }

        return [.. patterns];
    }

    internal (string Method, string Target, string Host) Request(string[] patterns)
    {
        var pattern = Pick(patterns);
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        var path = string.Join('/', pattern[slash..].Split('/').Select(Uri.EscapeDataString));
        for (var changes = _random.Next(4); changes > 0; changes--) path = Change(path);
        var target = path + (_random.Next(4) == 0 ? "?q=1&p=//" : "");
        var host = _random.Next(3) == 0 ? Pick(s_hosts) : pattern[..slash];
        if (host.Length > 0 && host[^1] != '0' && _random.Next(4) == 0) host += ":8080";
        var isAbsolute = _random.Next(12) == 0 && host.Length > 0;
        if (isAbsolute) target = "http://" + host + target;
        return (!isAbsolute && _random.Next(6) == 0 ? "CONNECT" : Pick(["GET", "POST", "HEAD"]), target, host);
    }

    internal bool Flip() => _random.Next(2) == 0;

    private string Change(string path)
    {
        return _random.Next(9) switch
        {
            0 => path + "/",
            1 => Shorten(path),
            2 => path + "/" + Uri.EscapeDataString(Pick(s_segments)),
            3 => path.Replace("/", "//", StringComparison.Ordinal),
            4 => path + "/..",
            5 => path + "/./",
            6 => path + "%2F",
            7 => path.Replace("a", "%61", StringComparison.Ordinal),
            _ => "/%2e%2E" + path,
        };
    }

    // Takes one character off, with all the escapes that it is made of.
    private static string Shorten(string path)
    {
        var end = path.Length;
        while (end >= 3 && path[end - 3] == '%') end -= 3;
        if (end == path.Length) end--;
        return end == 0 ? "/" : path[..end];
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
