using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class ServeMuxTests
{
    [Theory]
    [InlineData("GET", "/ping", "x", 200, "/ping", null)]
    [InlineData("POST", "/ping?x=//", "x", 200, "/ping", null)]
    [InlineData("GET", "/pin", "x", 404, "", null)]
    [InlineData("GET", "/tree", "x", 301, "/tree/", "/tree/")]
    [InlineData("GET", "/tree?a=1&b=/", "x", 301, "/tree/", "/tree/?a=1&b=/")]
    [InlineData("GET", "/tree?", "x", 301, "/tree/", "/tree/")]
    [InlineData("POST", "//tree/../ping", "x", 301, "/ping", "/ping")]
    [InlineData("GET", "/x/..//nothing?q", "x", 301, "", "/nothing?q")]
    [InlineData("GET", "//tree", "x", 301, "/tree/", "/tree/")]
    [InlineData("GET", "/%2e%2e/ping", "x", 301, "/ping", "/ping")]
    [InlineData("GET", "/sp%20ace/%c3%a9", "x", 200, "/sp ace/", null)]
    [InlineData("GET", "/./sp%20ace/%c3%a9?%c3", "x", 301, "/sp ace/", "/sp%20ace/%C3%A9?%c3")]
    [InlineData("GET", "/tree%2Fx", "x", 404, "", null)]
    [InlineData("GET", "/tree/%2F..//%2f", "x", 301, "/tree/", "/tree/%2F../%2F")]
    [InlineData("GET", "/%2F%2Fevil.test/..//", "x", 301, "", "/")]
    [InlineData("GET", "/%2Fevil.test//", "x", 301, "", "/%2Fevil.test/")]
    [InlineData("GET", "/ping", "h1.test:99", 200, "h1.test/ping", null)]
    [InlineData("GET", "/tree", "h1.test", 301, "/tree/", "/tree/")]
    [InlineData("GET", "/only", "h1.test", 301, "/only/", "/only/")]
    [InlineData("GET", "/only", "x", 404, "", null)]
    [InlineData("GET", "http://h1.test", "h1.test", 301, "", "/")]
    [InlineData("GET", "http://h1.test:8080/ping", "h1.test:8080", 200, "h1.test/ping", null)]
    [InlineData("CONNECT", "x:443", "x:443", 404, "", null)]
    [InlineData("CONNECT", "/tree?a", "x", 301, "/tree/", "/tree/?a")]
    [InlineData("CONNECT", "//tree", "x", 404, "", null)]
    [InlineData("CONNECT", "/tree//x", "x", 200, "/tree/", null)]
    [InlineData("CONNECT", "/ping", "h1.test:99", 200, "/ping", null)]
    [InlineData("CONNECT", "/ping", "h1.test", 200, "h1.test/ping", null)]
    [InlineData("CONNECT", "/port", "h1.test:99", 200, "h1.test:99/port", null)]
    [InlineData("GET", "/port", "h1.test:99", 404, "", null)]
    [InlineData("OPTIONS", "*", "x", 400, "", null)]
    public void A_served_request_finds_its_handler(string method, string target, string host, int status, string pattern, string? location)
    {
        string[] patterns = ["/ping", "/tree/", "/sp ace/", "h1.test/ping", "h1.test/only/", "h1.test:99/port"];
        foreach (var mux in BothSides(patterns))
            Assert.Equal(new MuxAnswer(status, pattern, location), MuxAnswer.Of(mux, ServedRequest.Make(method, target, host)));
    }

    [Theory]
    [InlineData("GET", "http://h1.test/ping", 200, "h1.test/ping", null)]
    [InlineData("GET", "http://x/tree?a=b c\u00e9", 301, "/tree/", "/tree/?a=b%20c%C3%A9")]
    [InlineData("GET", "http://x/tree%2Fx", 404, "", null)]
    [InlineData("GET", "http://x/tree/a%2F", 200, "/tree/", null)]
    [InlineData("GET", "http://x//ping", 301, "/ping", "/ping")]
    [InlineData("GET", "http://x", 301, "", "/")]
    [InlineData("CONNECT", "http://x//ping", 404, "", null)]
    [InlineData("CONNECT", "http://h1.test/only", 301, "/only/", "/only/")]
    public void A_request_that_the_program_made_finds_its_handler(string method, string url, int status, string pattern, string? location)
    {
        foreach (var mux in BothSides(["/ping", "/tree/", "h1.test/ping", "h1.test/only/"]))
            Assert.Equal(new MuxAnswer(status, pattern, location), MuxAnswer.Of(mux, new Request(method, url)));
    }

    [Fact]
    public void A_request_that_a_handler_in_front_has_changed_is_what_it_was_changed_to()
    {
        var mux = BothSides(["/a", "/b/", "h1.test/a"])[0];
        var request = ServedRequest.Make("GET", "/front/a", "x");
        request.Url = new Url { Path = "/a" };
        Assert.Equal("/a", MuxAnswer.Of(mux, request).Pattern);
        request.Host = "h1.test:80";
        Assert.Equal("h1.test/a", MuxAnswer.Of(mux, request).Pattern);
        request.Url = new Url { Path = "//b" };
        Assert.Equal("/b/", MuxAnswer.Of(mux, request).Location);
        request.Method = "CONNECT";
        Assert.Equal(404, MuxAnswer.Of(mux, request).Status);
    }

    // The parser refuses it long before; in a match key it would pass for an encoded slash.
    [Fact]
    public void NUL_in_a_path_is_answered_400()
    {
        foreach (var mux in BothSides(["/", "/a"]))
            Assert.Equal(
                new MuxAnswer(400, "", null),
                MuxAnswer.Of(mux, new Request("GET", new Url { Scheme = "http", Host = "x", Path = "/a\0" })));
    }

    [Fact]
    public void A_path_of_any_length_is_matched()
    {
        var mux = new ServeMux();
        var deep = string.Concat(Enumerable.Repeat("/segment" + new string('s', 60), 240));
        mux.Handle(deep + "/", MuxAnswer.Ok);
        mux.Handle("/", MuxAnswer.Ok);
        Assert.Equal(deep + "/", MuxAnswer.Of(mux, ServedRequest.Make("GET", deep + "/%61/b")).Pattern);
        Assert.Equal(deep + "/", MuxAnswer.Of(mux, ServedRequest.Make("GET", "/" + deep)).Location);
        Assert.Equal("/", MuxAnswer.Of(mux, ServedRequest.Make("GET", new string('/', 100_000))).Location);
        foreach (var length in Enumerable.Range(505, 12))
            Assert.Equal("/", MuxAnswer.Of(mux, ServedRequest.Make("GET", "/%61" + new string('b', length - 4))).Pattern);
    }

    // Patterns on the one side, on the other, and one on each in turn.
    private static ServeMux[] BothSides(string[] patterns) =>
        [Split(patterns, _ => true), Split(patterns, _ => false), Split(patterns, index => index % 2 == 0)];

    private static ServeMux Split(string[] patterns, Func<int, bool> isCompiled)
    {
        var entries = patterns.Where((_, index) => isCompiled(index)).Select(pattern => MuxAnswer.Entry(pattern));
        var mux = new ServeMux(new LinearTable(entries));
        foreach (var pattern in patterns.Where((_, index) => !isCompiled(index))) mux.Handle(pattern, MuxAnswer.Ok);
        return mux;
    }
}
