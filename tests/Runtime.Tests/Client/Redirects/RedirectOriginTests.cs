namespace RouteGen.Tests.Client;

/// <summary>What follows a redirect, and where to.</summary>
public sealed class RedirectOriginTests
{
    private static readonly string[] s_sensitive = [
        "Authorization", "Cookie", "Cookie2", "Www-Authenticate", "Proxy-Authorization", "Proxy-Authenticate"];

    [Theory]
    [InlineData("https://h.test:8443/", "https://h.test:8443/b", true)]
    [InlineData("https://h.test:8443/", "http://h.test:8443/b", false)]
    [InlineData("http://h.test:8080/", "https://h.test:8080/b", false)]
    [InlineData("https://h.test/", "https://h.test:443/b", true)]
    [InlineData("https://h.test/", "https://h.test:8443/b", false)]
    [InlineData("http://h.test/", "http://h.test:80/b", true)]
    [InlineData("https://h.test/", "https://a.h.test/b", true)]
    [InlineData("https://h.test:8443/", "https://a.h.test:8443/b", true)]
    [InlineData("https://h.test/", "https://a.h.test:8443/b", false)]
    [InlineData("https://h.test:8443/", "http://a.h.test:8443/b", false)]
    [InlineData("https://a.h.test/", "https://h.test/b", false)]
    [InlineData("https://h.test/", "https://h.test./b", false)]
    [InlineData("https://h.test/", "https://xh.test/b", false)]
    [InlineData("https://h.test/", "https://h.test.evil.test/b", false)]
    [InlineData("https://h.test/", "https://h.test@evil.test/b", false)]
    [InlineData("https://127.0.0.1/", "https://x.127.0.0.1/b", false)]
    [InlineData("https://[::1]/", "https://[::1]/b", true)]
    [InlineData("https://h.test/", "//evil.test/b", false)]
    [InlineData("https://h.test/", "/b", true)]
    [InlineData("https://h.test/", "?q", true)]
    [InlineData("https://\u00FC.test/", "https://xn--tda.test/b", true)]
    public async Task Credentials_follow_within_an_origin_and_to_its_subdomains(string from, string to, bool follow)
    {
        var second = await FollowAsync(from, to, request =>
        {
            foreach (var name in s_sensitive) request.Header.Set(name, "secret");
            request.Header.Set("X-Other", "1");
        });
        Assert.Equal("1", second.Header.Get("X-Other"));
        Assert.Equal(follow, s_sensitive.All(name => second.Header.Get(name) == "secret"));
        if (!follow) Assert.DoesNotContain("secret", s_sensitive.Select(name => second.Header.Get(name)));
    }

    [Theory]
    [InlineData("http://a.test/x?y#secret", "/b", "http://a.test/x?y")]
    [InlineData("http://u:p@a.test/x#secret", "/b", "http://a.test/x")]
    [InlineData("http://u:p@a.test/x", "http://b.test/", "http://a.test/x")]
    [InlineData("http://a.test/x#", "https://a.test/", "http://a.test/x")]
    [InlineData("https://a.test/a%2Fb#f", "https://b.test/", "https://a.test/a%2Fb")]
    [InlineData("https://a.test/x", "http://a.test/", "")]
    [InlineData("https://a.test:8443/x", "http://a.test:8443/", "")]
    public async Task A_referer_has_no_fragment_no_user_and_is_not_sent_from_https_to_http(string from, string to, string expected)
    {
        Assert.Equal(expected, (await FollowAsync(from, to, static _ => { })).Header.Get("Referer"));
        Assert.Equal(
            expected,
            (await FollowAsync(from, to, static request => request.Header.Set("Referer", "https://caller.test/"))).Header.Get("Referer"));
    }

    [Theory]
    [InlineData("/b", "virtual.test")]
    [InlineData("?q", "virtual.test")]
    [InlineData("//evil.test/b", "")]
    [InlineData("http://evil.test/b", "")]
    public async Task The_host_that_was_asked_for_is_told_to_no_other(string to, string host) =>
        Assert.Equal(host, (await FollowAsync("http://a.test/", to, static request => request.Host = "virtual.test")).Host);

    private static async Task<Request> FollowAsync(string from, string to, Action<Request> prepare)
    {
        var server = new Redirecting(to);
        var request = new Request("GET", from);
        prepare(request);
        using var response = await new RouteGen.Client { Transport = server }.DoAsync(request);
        return server.Requests[1];
    }

    private sealed class Redirecting(string location) : IRoundTripper
    {
        internal List<Request> Requests { get; } = [];

        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            var response = new Response { StatusCode = Requests.Count == 1 ? 302 : 200, Request = request };
            if (Requests.Count == 1) response.Header.Set("Location", location);
            return new ValueTask<Response>(response);
        }
    }
}
