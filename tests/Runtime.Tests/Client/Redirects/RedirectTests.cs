// Redirects over a scripted transport and over loopback. The recorded cases are in Vectors.Tests.
using System.Text;
namespace RouteGen.Tests.Client;

public sealed class RedirectTests
{
    [Fact]
    public async Task Foreign_host_that_redirects_to_itself_does_not_get_credentials()
    {
        var server = new Script(("http://b.test/1", 302), ("/2", 302), ("http://a.test/3", 302));
        var request = new Request("GET", "http://a.test/");
        foreach (
            var name in new[]
                { "Authorization", "Cookie", "Cookie2", "Www-Authenticate", "Proxy-Authorization", "Proxy-Authenticate",
                    "X-Other" }) request.Header.Set(name, "1");
        using var response = await new RouteGen.Client { Transport = server }.DoAsync(request);
        Assert.Equal([7, 1, 1, 1], server.Requests.Select(sent => sent.Header.Count(field => field.Key != "Referer")));
        Assert.Equal(7, request.Header.Count);
    }

    [Theory]
    [InlineData("http://[fe80::1]/", "http://x.[fe80::1]/")]
    [InlineData("http://127.0.0.1/", "http://x.127.0.0.1/")]
    [InlineData("http://a.test/", "https://a.test/")]
    public async Task Host_that_only_looks_like_a_subdomain_gets_no_credentials(string from, string to)
    {
        var server = new Script((to, 302));
        var request = new Request("GET", from);
        request.Header.Set("Authorization", "1");
        try
        {
            using var response = await new RouteGen.Client { Transport = server }.DoAsync(request);
            Assert.False(server.Requests[1].Header.Has("Authorization"));
        }
        catch (RedirectException)
        {
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task Body_that_a_redirect_dropped_does_not_come_back()
    {
        var server = new Script(("/1", 302), ("/2", 307));
        using var response = await new RouteGen.Client { Transport = server }.DoAsync(new Request("POST", "http://a.test/", "body"));
        Assert.Equal([("POST", "body"), ("GET", ""), ("GET", "")], server.Requests.Zip(server.Bodies, (sent, body) => (sent.Method, body)));
    }

    [Fact]
    public async Task Body_that_can_be_made_anew_is_sent_again()
    {
        var server = new Script(("/1", 307), ("/2", 308));
        var count = 0;
        Body Make() => Body.From(new MemoryStream(Encoding.ASCII.GetBytes($"body {count++}")));
        using var response = await new RouteGen.Client { Transport = server }.DoAsync(
            new Request("PUT", "http://a.test/", Make()) { GetBody = Make });
        Assert.Equal(200, response.StatusCode);
        Assert.Equal(["body 0", "body 1", "body 2"], server.Bodies);
    }

    [Fact]
    public async Task Policy_sees_the_next_request_and_may_change_it()
    {
        var server = new Script(("/1", 302), ("/2", 301));
        var client = new RouteGen.Client
        {
            Transport = server,
            CheckRedirect = (next, sent) =>
            {
                Assert.Equal(sent.Count == 1 ? 302 : 301, next.Response!.StatusCode);
                next.Header.Set("X-Hop", $"{sent.Count} {sent[^1].Url.Path}");
                return RedirectDecision.Follow;
            },
        };
        using var response = await client.DoAsync(new Request("GET", "http://a.test/0"));
        Assert.Equal(["", "1 /0", "2 /1"], server.Requests.Select(sent => sent.Header.Get("X-Hop")));
    }

    [Fact]
    public async Task Last_response_is_returned_with_its_body_unread()
    {
        var server = new Script(("/1", 302));
        var client = new RouteGen.Client { Transport = server, CheckRedirect = (_, _) => RedirectDecision.UseLastResponse };
        using var response = await client.DoAsync(new Request("GET", "http://a.test/"));
        Assert.Equal(
            (302, "http://a.test/1", "moved"),
            (response.StatusCode, response.Location()!.ToString(), await response.Body.ReadAllTextAsync()));
        Assert.Equal(0, server.DisposedCount);
    }

    [Fact]
    public async Task Refused_redirect_carries_its_response_with_the_body_disposed()
    {
        var server = new Script(("/1", 302));
        var refusal = new NotSupportedException();
        var client = new RouteGen.Client { Transport = server, CheckRedirect = (_, _) => throw refusal };
        var error = await Assert.ThrowsAsync<RedirectException>(async () => await client.DoAsync(new Request("GET", "http://a.test/")));
        Assert.Same(refusal, error.InnerException);
        Assert.Equal((302, 1), (error.Response!.StatusCode, server.DisposedCount));
    }

    [Fact]
    public async Task Location_that_is_no_url_fails_the_call_and_disposes_the_response()
    {
        var server = new Script(("/%zz", 302));
        var error = await Assert.ThrowsAsync<RedirectException>(
            async () => await new RouteGen.Client { Transport = server }.GetAsync("http://a.test/"));
        Assert.Null(error.Response);
        Assert.Equal(1, server.DisposedCount);
    }

    [Theory]
    [InlineData("ftp://a.test/")]
    [InlineData("javascript:x")]
    [InlineData("http:///")]
    [InlineData("http://a.test:0/")]
    [InlineData("http://a.test:99999/")]
    [InlineData("http://\u00e9..test/")]
    [InlineData("http://127.1/")]
    public async Task Location_that_no_request_can_be_sent_to_fails_the_call_as_a_redirect(string location)
    {
        var field = "Location: " + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(location));
        await using var server = RawServer.Answering((_, _) => $"HTTP/1.1 302 Found\r\n{field}\r\nContent-Length: 5\r\n\r\nmoved");
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        var error = await Assert.ThrowsAsync<RedirectException>(async () => await client.GetAsync(server.Url));
        Assert.Equal(302, error.Response!.StatusCode);
        Assert.StartsWith("GET ", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task Request_that_cannot_be_sent_at_all_is_its_callers_fault()
    {
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.GetAsync("ftp://a.test/"));
    }

    [Fact]
    public async Task Credentials_of_a_url_are_sent_and_its_request_is_left_alone()
    {
        var server = new Script(("http://c:d@a.test/1", 302), ("/2", 302), ("http://b.test/", 302));
        var request = new Request("GET", "http://a:b@a.test/");
        using var response = await new RouteGen.Client { Transport = server, Jar = new CookieJar() }.DoAsync(request);
        Assert.Equal(["Basic YTpi", "Basic Yzpk", "Basic Yzpk", ""], server.Requests.Select(sent => sent.Header.Get("Authorization")));
        Assert.Equal(
            ["", "http://a.test/", "http://a.test/1", "http://a.test/2"], server.Requests.Select(sent => sent.Header.Get("Referer")));
        Assert.Equal(0, request.Header.Count);
    }

    [Fact]
    public async Task Time_limit_covers_the_whole_chain()
    {
        await using var server = RawServer.Answering((_, request) => request.StartsWith("GET /a ", StringComparison.Ordinal)
            ? "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nmoved"
            : "HTTP/1.1 100 Continue\r\n\r\n");
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport, Timeout = TimeSpan.FromMilliseconds(300) };
        var error = await Assert.ThrowsAsync<TransportException>(async () => await client.GetAsync(server.Url + "a"));
        Assert.True(error.IsTimeout);
    }

    [Fact]
    public async Task Chain_on_one_host_uses_one_connection()
    {
        await using var server = RawServer.Answering((_, request) => request.StartsWith("GET /c ", StringComparison.Ordinal)
            ? RawServer.Ok("end")
            : $"HTTP/1.1 302 Found\r\nLocation: /{(char)(request[5] + 1)}\r\nContent-Length: 5\r\n\r\nmoved");
        using var transport = new Transport();
        using var response = await new RouteGen.Client { Transport = transport }.GetAsync(server.Url + "a");
        Assert.Equal("end", await response.Body.ReadAllTextAsync());
        Assert.Equal(1, server.Opened);
    }

    /// <summary>Redirects by a list, then 200.</summary>
    private sealed class Script(params (string Location, int Status)[] redirects) : IRoundTripper
    {
        internal List<Request> Requests { get; } = [];

        internal List<string> Bodies { get; } = [];

        internal int DisposedCount { get; private set; }

        public async ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
        {
            Bodies.Add(await request.Body.ReadAllTextAsync(cancellationToken: cancellationToken));
            Requests.Add(request);
            if (Requests.Count > redirects.Length) return new Response { StatusCode = 200, Request = request };
            var (location, status) = redirects[Requests.Count - 1];
            var body = new CountedStream("moved"u8.ToArray(), () => DisposedCount++);
            var response = new Response { StatusCode = status, Request = request, Body = Body.From(body) };
            response.Header.Set("Location", location);
            return response;
        }
    }

    private sealed class CountedStream(byte[] bytes, Action onDisposed) : MemoryStream(bytes)
    {
        protected override void Dispose(bool disposing)
        {
            if (CanRead) onDisposed();
            base.Dispose(disposing);
        }
    }
}
