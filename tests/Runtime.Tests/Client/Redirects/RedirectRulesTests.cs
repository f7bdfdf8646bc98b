// Which method and which fields a redirect leaves, and how little of its body is waited for.
using RouteGen.IO;

namespace RouteGen.Tests.Client;

public class RedirectRulesTests
{
    [Theory]
    [InlineData("GET", 301, "GET", "")]
    [InlineData("GET", 303, "GET", "")]
    [InlineData("GET", 307, "GET", "body")]
    [InlineData("HEAD", 302, "HEAD", "")]
    [InlineData("HEAD", 303, "HEAD", "")]
    [InlineData("POST", 301, "GET", "")]
    [InlineData("POST", 302, "GET", "")]
    [InlineData("POST", 303, "GET", "")]
    [InlineData("POST", 307, "POST", "body")]
    [InlineData("POST", 308, "POST", "body")]
    [InlineData("PUT", 301, "PUT", "body")]
    [InlineData("PUT", 302, "PUT", "body")]
    [InlineData("PUT", 303, "GET", "")]
    [InlineData("PATCH", 302, "PATCH", "body")]
    [InlineData("DELETE", 301, "DELETE", "body")]
    [InlineData("DELETE", 303, "GET", "")]
    [InlineData("QUERY", 302, "QUERY", "body")]
    public async Task Method_and_body_after_a_redirect(string method, int status, string expected, string body)
    {
        var script = new Script(status);
        var request = new Request(method, "http://a.test/", "body");
        foreach (var name in new[] { "Content-Type", "Content-Language", "Content-Encoding", "X-Other" }) request.Header.Set(name, "x");
        using var response = await new RouteGen.Client { Transport = script }.DoAsync(request);
        Assert.Equal((expected, body), (script.Requests[1].Method, script.Bodies[1]));
        var kept = body.Length > 0 ? "Content-Encoding Content-Language Content-Type X-Other" : "X-Other";
        Assert.Equal(kept, string.Join(' ', script.Requests[1].Header.Select(field => field.Key).Where(name => name != "Referer").Order()));
        Assert.Equal(4, request.Header.Count);
    }

    [Fact]
    public async Task Fields_about_a_body_that_was_lost_do_not_come_back()
    {
        var script = new Script(302, 307);
        var request = new Request("POST", "http://a.test/", "body");
        request.Header.Set("Content-Type", "text/plain");
        using var response = await new RouteGen.Client { Transport = script }.DoAsync(request);
        Assert.Equal([true, false, false], script.Requests.Select(sent => sent.Header.Has("Content-Type")));
    }

    [Theory]
    [InlineData("PUT", 301)]
    [InlineData("DELETE", 302)]
    [InlineData("POST", 307)]
    public async Task Redirect_of_a_body_that_cannot_be_sent_again_is_the_response(string method, int status)
    {
        var script = new Script(status);
        using var response = await new RouteGen.Client { Transport = script }.DoAsync(
            new Request(method, "http://a.test/", Body.From(new MemoryStream([1]))));
        Assert.Equal(status, response.StatusCode);
        Assert.Single(script.Requests);
    }

    public static TheoryData<string, string, bool> Rests()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var backend in SilentInputTests.Backends())
        {
            data.Add(backend, "Content-Length: 5\r\n\r\n", false);
            data.Add(backend, "Content-Length: 2000\r\n\r\nabc", false);
            data.Add(backend, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", false);
            data.Add(backend, "Transfer-Encoding: chunked\r\n\r\n800\r\n" + new string('x', 2048) + "\r\n", false);
            data.Add(backend, "Content-Length: 1000000\r\n\r\n" + new string('x', 5000), false);
            data.Add(backend, "\r\nuntil close", false);
            data.Add(backend, "Content-Length: 5\r\n\r\nmoved", true);
            data.Add(backend, "Transfer-Encoding: chunked\r\n\r\n5\r\nmoved\r\n0\r\n\r\n", true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rests))]
    public async Task Body_of_a_redirect_that_does_not_end_is_not_waited_for(string backend, string rest, bool isWhole)
    {
        var connections = new List<int>();
        await using var server = new RawServer(async conn =>
        {
            while (await conn.ReadRequestAsync() is { } request)
            {
                lock (connections) connections.Add(conn.Number);
                var isFirst = request.StartsWith("GET /a ", StringComparison.Ordinal);
                await conn.WriteAsync(isFirst ? "HTTP/1.1 302 Found\r\nLocation: /b\r\n" + rest : RawServer.Ok("end"));
                if (isFirst && !isWhole) await conn.WaitForCloseAsync();
                if (isFirst && !isWhole) return;
            }
        });
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        using var response = await new RouteGen.Client { Transport = transport }.GetAsync(server.Url + "a").AsTask().WaitAsync(Wait.Limit);
        Assert.Equal("end", await response.Body.ReadAllTextAsync());
        Assert.Equal(isWhole ? [1, 1] : [1, 2], connections);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Caller_that_gives_up_while_a_redirect_is_read_is_told_so()
    {
        using var stop = new CancellationTokenSource();
        var script = new Script(302) { OnRead = stop.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new RouteGen.Client { Transport = script }.DoAsync(new Request("GET", "http://a.test/"), stop.Token).AsTask());
        Assert.Single(script.Requests);
    }

    [Theory]
    [InlineData("http://@a.test/")]
    [InlineData("http://:@a.test/")]
    public async Task Empty_credentials_are_not_sent(string url)
    {
        var script = new Script();
        using var response = await new RouteGen.Client { Transport = script }.GetAsync(url);
        Assert.False(script.Requests[0].Header.Has("Authorization"));
        var written = new MemoryStream();
        await new Request("GET", url).WriteAsync(written);
        Assert.DoesNotContain("Authorization", System.Text.Encoding.Latin1.GetString(written.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://a:@a.test/", "Basic YTo=")]
    [InlineData("http://a@a.test/", "Basic YTo=")]
    [InlineData("http://:b@a.test/", "Basic OmI=")]
    [InlineData("http://caf%C3%A9:b@a.test/", "Basic Y2Fmw6k6Yg==")]
    [InlineData("http://caf%E9:%E8@a.test/", "Basic Y2Fm6Tro")]
    public async Task Credentials_are_sent_byte_for_byte(string url, string expected)
    {
        var script = new Script();
        using var response = await new RouteGen.Client { Transport = script }.GetAsync(url);
        Assert.Equal(expected, script.Requests[0].Header.Get("Authorization"));
        var written = new MemoryStream();
        await new Request("GET", url).WriteAsync(written);
        Assert.Contains(
            $"Authorization: {expected}\r\n", System.Text.Encoding.Latin1.GetString(written.ToArray()), StringComparison.Ordinal);
        Assert.Equal(url, Url.Parse(url).ToString());
    }

    [Fact]
    public async Task Empty_credentials_of_a_proxy_are_not_sent()
    {
        await using var proxy = RawServer.Answering((_, request) => RawServer.Ok(request));
        using var transport = new Transport { Proxy = _ => Url.Parse($"http://@127.0.0.1:{proxy.Port}") };
        using var response = await transport.RoundTripAsync(new Request("GET", "http://a.test/")).AsTask().WaitAsync(Wait.Limit);
        Assert.DoesNotContain("Proxy-Authorization", await response.Body.ReadAllTextAsync(), StringComparison.Ordinal);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    /// <summary>Redirects by a list of statuses, then 200.</summary>
    private sealed class Script(params int[] redirects) : IRoundTripper
    {
        internal List<Request> Requests { get; } = [];

        internal List<string> Bodies { get; } = [];

        internal Action? OnRead { get; init; }

        public async ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
        {
            Bodies.Add(await request.Body.ReadAllTextAsync(cancellationToken: cancellationToken));
            Requests.Add(request);
            if (Requests.Count > redirects.Length) return new Response { StatusCode = 200, Request = request };
            var response = new Response
            {
                StatusCode = redirects[Requests.Count - 1],
                Request = request,
                ContentLength = -1,
                Body = OnRead is null ? Body.From("moved") : new StoppingBody(OnRead),
            };
            response.Header.Set("Location", $"/{Requests.Count}");
            return response;
        }
    }

    private sealed class StoppingBody(Action onRead) : Body
    {
        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            onRead();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
