using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class StripPrefixTests
{
    private static readonly IHandler s_echo = Handler.From((w, r) => w.Write($"{r.Path} {r.Url.EscapedPath} {r.RawQuery}"));

    [Theory]
    [InlineData("/foo/", "/foo/bar/qux?a=b", "bar/qux bar/qux a=b")]
    [InlineData("/foo", "/foo/bar", "/bar /bar ")]
    [InlineData("/foo", "/foo", "  ")]
    [InlineData("/foo", "/foobar", "bar bar ")]
    [InlineData("/foo", "/foo/b%2Fr", "/b/r /b%2Fr ")]
    [InlineData("", "/a%2Fb", "/a/b /a%2Fb ")]
    [InlineData("/api x", "/api%20x/a%2Fb", "/a/b /a%2Fb ")]
    [InlineData("/caf\u00E9", "/caf%C3%A9/x", "/x /x ")]
    [InlineData("/caf\u00E9", "/caf%c3%A9/x%2Fy", "/x/y /x%2Fy ")]
    [InlineData("/api", "/%61pi/b", "/b /b ")]
    [InlineData("/api", "/a%70%69/b%2F", "/b/ /b%2F ")]
    [InlineData("/100%", "/100%25/x", "/x /x ")]
    [InlineData("/\uD83D\uDE00/", "/%F0%9F%98%80/x", "x x ")]
    public void The_handler_behind_sees_the_rest(string prefix, string target, string seen)
    {
        var answer = Served.By(Http.StripPrefix(prefix, s_echo), "GET", target);
        Assert.Equal((200, seen), (answer.StatusCode, answer.BodyText));
    }

    [Theory]
    [InlineData("/foo/", "/bar")]
    [InlineData("/foo/", "/foo")]
    [InlineData("/foo", "/%2Ffoo")]
    // The decoded path has the prefix, the path as written has not.
    [InlineData("/foo/bar", "/foo%2Fbar")]
    public void A_path_without_the_prefix_is_not_found(string prefix, string target) =>
        Assert.Equal(404, Served.By(Http.StripPrefix(prefix, s_echo), "GET", target).StatusCode);

    // A prefix without a slash at its end is a mount's path, and the two are one piece of code.
    [Theory]
    [InlineData("/api x", "/api%20x/a%2Fb", "/a%2Fb")]
    [InlineData("/caf\u00E9", "/caf%C3%A9/x", "/x")]
    [InlineData("/api", "/%61pi/b", "/b")]
    [InlineData("/api", "/api/", "/")]
    [InlineData("/a/b", "/a%2Fb/c", null)]
    public void A_mount_takes_the_same_off(string path, string target, string? rest) =>
        Assert.Equal(rest, new MountPoint("", path).Strip(TestRequest.New("GET", target).Url)?.EscapedPath);

    [Fact]
    public void A_mux_behind_matches_the_rest_and_the_request_is_as_before_afterwards()
    {
        var inner = new ServeMux();
        inner.HandleFunc("/a", (w, r) => w.Write($"{r.Pattern} {r.Path}"));
        var outer = new ServeMux();
        outer.Handle("/api/", Http.StripPrefix("/api", inner));
        var request = TestRequest.New("GET", "/api/a?q");
        var answer = Served.By(outer, request);
        Assert.Equal("/a /a", answer.BodyText);
        Assert.Equal(("/api/a", "/api/a?q", "/api/", true), (request.Path, request.Url.ToString(), request.Pattern, request.IsAsReceived));
    }

    [Fact]
    public void The_request_is_as_before_when_the_handler_behind_fails()
    {
        var request = TestRequest.New("GET", "/foo/bar");
        var handler = Http.StripPrefix("/foo", Handler.From((_, _) => throw new InvalidDataException()));
        Assert.Throws<InvalidDataException>(() => Served.By(handler, request));
        Assert.Equal("/foo/bar", request.Path);
    }
}
