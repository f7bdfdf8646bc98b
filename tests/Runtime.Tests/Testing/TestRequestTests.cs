namespace RouteGen.Tests.Testing;

public sealed class TestRequestTests
{
    [Fact]
    public void A_request_is_what_a_server_would_receive()
    {
        var request = TestRequest.New("", "/a%20b?x=1&y");
        Assert.Equal(("GET", "/a b", "x=1&y", "/a%20b?x=1&y"), (request.Method, request.Path, request.RawQuery, request.Target));
        Assert.Equal(("example.com", "192.0.2.1:1234", "HTTP/1.1"), (request.Host, request.RemoteAddr, request.Proto));
        Assert.Equal((0L, 0, false), (request.ContentLength, request.Header.Count, request.Close));
        Assert.Equal("", request.Url.Host);
    }

    [Fact]
    public void An_absolute_target_names_the_host()
    {
        var request = TestRequest.New("GET", "https://api.test:8443/p?q");
        Assert.Equal(("api.test:8443", "/p", "q"), (request.Host, request.Path, request.RawQuery));
        Assert.Equal("api.test:8443", TestRequest.New("GET", "http://api.test:8443").Host);
    }

    [Fact]
    public void A_url_inside_the_query_is_no_absolute_target() =>
        Assert.Equal("example.com", TestRequest.New("GET", "/login?next=http://evil.test/").Host);

    [Fact]
    public void Connect_and_asterisk_targets_are_made()
    {
        Assert.Equal("db.test:5432", TestRequest.New("CONNECT", "db.test:5432").Host);
        Assert.Equal("*", TestRequest.New("OPTIONS", "*").Target);
    }

    [Fact]
    public async Task The_body_and_its_length_are_the_caller_s()
    {
        var known = TestRequest.New("POST", "/", "text");
        Assert.Equal((4L, "text"), (known.ContentLength, await known.Body.ReadAllTextAsync()));
        var unknown = TestRequest.New("POST", "/", Body.From(new MemoryStream([1, 2, 3])));
        Assert.Equal((-1L, 3), (unknown.ContentLength, (await unknown.Body.ReadAllBytesAsync()).Length));
    }

    [Fact]
    public void The_header_and_the_address_can_be_set()
    {
        var request = TestRequest.New("GET", "/");
        request.Header.Set("Accept", "text/plain");
        request.RemoteAddr = "198.51.100.7:9";
        Assert.Equal(("text/plain", "198.51.100.7:9"), (request.Header.Get("accept"), request.RemoteAddr));
    }

    [Fact]
    public void Fields_are_given_with_the_request()
    {
        var request = TestRequest.New(
            "POST", "/", "{}", ("Content-Type", "application/json"), ("X-Tag", "a"), ("x-tag", "b"), ("host", "shop.test"));
        Assert.Equal(("application/json", "shop.test", 2L), (request.Header.Get("content-type"), request.Host, request.ContentLength));
        Assert.Equal(["a", "b"], request.Header.Values("X-Tag"));
        Assert.Equal("text/html", TestRequest.New("GET", "/", ("Accept", "text/html")).Header.Get("Accept"));
    }

    [Theory]
    [InlineData("Content-Length", "3")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("", "x")]
    [InlineData("A B", "x")]
    [InlineData("A", "x\r\nB: y")]
    [InlineData("A", "x\r\n folded")]
    [InlineData("A", "x\0")]
    [InlineData("A: b\r\nC", "x")]
    [InlineData("Host", "a b")]
    public void A_field_that_a_server_refuses_or_that_frames_a_body_is_refused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => TestRequest.New("GET", "/", (name, value)));

    [Theory]
    [InlineData("GE T", "/")]
    [InlineData("GET", "/a b")]
    [InlineData("GET", "")]
    [InlineData("GET", "no-slash")]
    [InlineData("GET", "/#fragment")]
    [InlineData("GET", "/ HTTP/1.1\r\nHost: a\r\n\r\nGET /")]
    [InlineData("GET", "/\r\nX: y")]
    [InlineData("GET", "http://ho st/")]
    [InlineData("GET", "/%00")]
    [InlineData("GET", "/\u00e4")]
    public void What_a_server_refuses_is_refused(string method, string target) =>
        Assert.Throws<ArgumentException>(() => TestRequest.New(method, target));
}
