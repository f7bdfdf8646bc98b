using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/", "", "/", true)]
    [InlineData("/ping", "", "/ping", false)]
    [InlineData("/a/b/", "", "/a/b/", true)]
    [InlineData("example.com/", "example.com", "/", true)]
    [InlineData("h1.test:8080/a", "h1.test:8080", "/a", false)]
    [InlineData("[::1]/a", "[::1]", "/a", false)]
    [InlineData("a/b", "a", "/b", false)]
    [InlineData("/sp ace/", "", "/sp ace/", true)]
    [InlineData("/é/😀", "", "/é/😀", false)]
    [InlineData("/a%2Fb", "", "/a%2Fb", false)]
    [InlineData("/.../..a", "", "/.../..a", false)]
    [InlineData("/a?b", "", "/a?b", false)]
    public void A_valid_pattern_has_a_host_a_path_and_a_kind(string text, string host, string path, bool isPrefix)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var error), error);
        Assert.Equal((text, host, path, isPrefix), (pattern!.Text, pattern.Host, pattern.Path, pattern.IsPrefix));
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("example.com", "needs a path")]
    [InlineData("*", "needs a path")]
    [InlineData("GET", "needs a path")]
    [InlineData("GE(T /x", "not a method")]
    [InlineData("GET POST /x", "not a host")]
    [InlineData("{host}/x", "cannot contain wildcards")]
    [InlineData("/}", "whole segment")]
    [InlineData("/{id}x", "whole segment")]
    [InlineData("/x{id}", "whole segment")]
    [InlineData("/{{id}}", "whole segment")]
    [InlineData("/{a}{b}", "whole segment")]
    [InlineData("/{", "in its own segment")]
    [InlineData("/{}", "identifier")]
    [InlineData("/{...}", "identifier")]
    [InlineData("/{1a}", "identifier")]
    [InlineData("/{a-b}", "identifier")]
    [InlineData("/{a..}", "identifier")]
    [InlineData("/{a...}/b", "at the end")]
    [InlineData("/{$}/b", "at the end")]
    [InlineData("/{a}/{b}/{a...}", "the same name")]
    [InlineData("GET /a//b", "empty segment")]
    [InlineData("//", "empty segment")]
    [InlineData("/a//b", "empty segment")]
    [InlineData("/g//", "empty segment")]
    [InlineData("/a/./b", "segment \".\"")]
    [InlineData("/a/.", "segment \".\"")]
    [InlineData("/../a", "segment \".\"")]
    [InlineData("/a/..", "segment \".\"")]
    [InlineData("/a\0b", "control")]
    [InlineData("/a\nb", "control")]
    [InlineData("/a\u007F", "control")]
    [InlineData("exa<mple/", "not a host")]
    [InlineData("é.test/", "not a host")]
    public void An_invalid_pattern_is_refused_with_a_sentence(string text, string because)
    {
        Assert.False(RoutePattern.TryParse(text, out var pattern, out var error));
        Assert.Null(pattern);
        Assert.Contains(because, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_has_a_bound_on_its_segments()
    {
        var path = string.Concat(Enumerable.Repeat("/a", 250));
        Assert.True(RoutePattern.TryParse(path, out _, out _));
        Assert.False(RoutePattern.TryParse(path + "/", out _, out _));
        Assert.True(RoutePattern.TryParse("/{x}" + path[2..], out _, out _));
        Assert.False(RoutePattern.TryParse("/{x}" + path, out _, out var error));
        Assert.Contains("250", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        foreach (var text in new[] { "/a\uD800", "/\uDC00a", "/\uD83D/\uDE00" })
        {
            Assert.False(RoutePattern.TryParse(text, out _, out var error));
            Assert.Contains("surrogate", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Table_order_is_exact_by_bytes_then_prefixes_from_longest_to_shortest()
    {
        string[] ordered =
        [
            "/a", "/a/b", "/\uFFFD", "/😀", "a-b/x", "a/x",
            "/a/bc/", "a-b/a/b/", "a/a/b/", "/é/", "/a/", "/b/", "/", "a-b/", "a/",
        ];
        var patterns = Array.ConvertAll(ordered, Parse);
        Array.Reverse(patterns);
        Array.Sort(patterns, PatternOrder.Compare);
        Assert.Equal(ordered, patterns.Select(pattern => pattern.Text));
    }

    // Routes of ASP.NET Core begin without a slash. Who mends the constraint alone would have a host, and 404s.
    [Theory]
    [InlineData("orders/{id:int}", true)]
    [InlineData("GET orders/{id?}", true)]
    [InlineData("orders//x", true)]
    [InlineData("orders/{id}x", true)]
    [InlineData("localhost/{id:int}", false)]
    [InlineData("orders.example/{id:int}", false)]
    [InlineData("orders:8080/{id:int}", false)]
    [InlineData("/{id:int}", false)]
    public void An_invalid_pattern_without_a_first_slash_is_told_of_it(string text, bool isTold)
    {
        Assert.False(RoutePattern.TryParse(text, out _, out var error));
        Assert.Equal(isTold, error.EndsWith(" 'orders' is read as a host: begin the path with a slash.", StringComparison.Ordinal));
    }

    [Fact]
    public void Table_order_is_that_of_the_texts_of_host_and_path_segment_by_segment()
    {
        string[] hosts = ["", "a", "a-b", "a.b", "ab", "b"];
        string[] methods = ["", "GET ", "HEAD ", "POST "];
        string[] segments = ["a", "a-b", "ab", "b", "\uFFFD", "😀", "{x}", "{y}"];
        string[] ends = ["", "/", "/{$}", "/{rest...}"];
        var random = new Random(10);
        string One(string[] of) => of[random.Next(of.Length)];
        var patterns = new List<RoutePattern>();
        while (patterns.Count < 400)
        {
            var path = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "/" + One(segments)));
            if (RoutePattern.TryParse(One(methods) + One(hosts) + path + One(ends), out var pattern, out _)) patterns.Add(pattern!);
        }

        foreach (var left in patterns)
            foreach (var right in patterns.Where(right => right.Method == left.Method))
                Assert.Equal(Order(left, right), Math.Sign(PatternOrder.Compare(left, right)));
    }

    // By definition, as the head of PatternOrder.cs says it.
    private static int Order(RoutePattern left, RoutePattern right)
    {
        static int Bytes(string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));
        static int Class(RoutePattern pattern) => pattern.HasWildcards ? 1 : pattern.HasTail ? 2 : 0;
        static int Length(RoutePattern pattern) => pattern.IsPrefix ? -Encoding.UTF8.GetByteCount(pattern.LiteralPath) : 0;
        var orders = new List<int> { Class(left).CompareTo(Class(right)) };
        if (left.HasWildcards && right.HasWildcards)
        {
            foreach (var (one, other) in left.Segments.Zip(right.Segments))
            {
                orders.Add(((int)one.Kind).CompareTo((int)other.Kind));
                if (one.Kind == SegmentKind.Literal && other.Kind == SegmentKind.Literal) orders.Add(Bytes(one.Text, other.Text));
            }

            orders.Add(left.Segments.Length.CompareTo(right.Segments.Length));
            orders.Add(Bytes(left.Host, right.Host));
        }

        orders.Add(Length(left).CompareTo(Length(right)));
        orders.Add(left.HasWildcards ? 0 : Bytes(left.Host + left.LiteralPath, right.Host + right.LiteralPath));
        return Math.Sign(orders.Find(static order => order != 0));
    }

    private static RoutePattern Parse(string text)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var error), error);
        return pattern!;
    }
}
