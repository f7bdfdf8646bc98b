using static RouteGen.Tests.Client.ProxyCalls;

namespace RouteGen.Tests.Client;

/// <summary>Proxies (BEHAVIOUR C22).</summary>
public class ProxyTests
{
    [Fact]
    public async Task An_http_target_is_forwarded_with_the_proxys_credentials_over_shared_connections()
    {
        await using var proxy = RawServer.Answering((_, request) => RawServer.Ok(request.Replace("\r\n", "|", StringComparison.Ordinal)));
        using var transport = By($"http://u:p@{Address(proxy)}");
        Assert.Equal(
            "GET http://a.test/x?y HTTP/1.1|Host: a.test|User-Agent: RouteGen/0.1|Proxy-Authorization: Basic dTpw||",
            await GetAsync(transport, "http://a.test/x?y"));
        Assert.StartsWith(
            "GET http://b.test:81/ HTTP/1.1|Host: b.test:81|", await GetAsync(transport, "http://b.test:81"), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Proxies_and_credentials_tell_connections_apart()
    {
        await using var proxy = RawServer.Answering((conn, _) => RawServer.Ok($"{conn.Number}"));
        var user = "a";
        using var transport = new Transport { Proxy = _ => Url.Parse($"http://{user}:p@{Address(proxy)}") };
        Assert.Equal("1", await GetAsync(transport, "http://a.test/"));
        user = "b";
        Assert.Equal("2", await GetAsync(transport, "http://a.test/"));
        user = "a";
        Assert.Equal("1", await GetAsync(transport, "http://c.test/"));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_tunnel_is_asked_for_without_anything_of_the_request_and_a_refusal_is_told()
    {
        var seen = "";
        await using var proxy = RawServer.Answering((_, request) =>
        {
            seen = request;
            return "HTTP/1.1 407 Who are\u0007 you\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        });
        using var transport = By($"http://u@{Address(proxy)}", new Header { { "X-Tok", "1" } });
        var request = new Request("POST", "https://a.test/secret", "body");
        request.Header.Set("X-Secret", "s");
        var error = await Assert.ThrowsAsync<TransportException>(() => transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(TransportError.ProxyRefused, error.Error);
        Assert.EndsWith("The proxy refused to connect: 407 Who are? you", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\nUser-Agent: RouteGen/0.1\r\nProxy-Authorization: Basic dTo=\r\nX-Tok: "
                + "1\r\n\r\n", seen);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => proxy.Open == 0, "the connection is closed");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nunasked")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task A_proxy_that_breaks_the_rules_gets_no_tunnel(string answer)
    {
        await using var proxy = RawServer.Answering((_, _) => answer);
        using var transport = By($"http://{Address(proxy)}");
        await Assert.ThrowsAsync<ProtocolException>(() => GetAsync(transport, "https://a.test/"));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Cancelling_while_the_tunnel_is_asked_for_returns_at_once_and_the_dial_limit_ends_it()
    {
        await using var proxy = new RawServer(static conn => conn.WaitForCloseAsync());
        using var transport = new Transport { Proxy = _ => Url.Parse($"http://{Address(proxy)}"), DialTimeout = TimeSpan.FromSeconds(1) };
        using var source = new CancellationTokenSource();
        var call = transport.RoundTripAsync(new Request("GET", "https://a.test/"), source.Token).AsTask();
        await Wait.UntilAsync(() => proxy.Open == 1, "the proxy was dialed");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "https://a.test/"));
        Assert.True(error.IsTimeout);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => proxy.Open == 0, "the connections are closed");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_silent_proxy_is_a_timeout_even_without_a_limit_of_the_dial(string scheme)
    {
        await using var proxy = new RawServer(static conn => conn.WaitForCloseAsync());
        using var transport = new Transport
        {
            Proxy = _ => Url.Parse($"{scheme}://{Address(proxy)}"),
            DialTimeout = Timeout.InfiniteTimeSpan,
            TunnelLimit = TimeSpan.FromMilliseconds(300),
        };
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "https://a.test/"));
        Assert.True(error.IsTimeout, error.ToString());
        Assert.Contains("The proxy did not respond within 0.3 s", error.ToString(), StringComparison.Ordinal);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("ftp://p:1", "http://a.test/")]
    [InlineData("http://:80", "http://a.test/")]
    [InlineData("http://p:99999", "http://a.test/")]
    public async Task A_proxy_that_cannot_be_reached_by_its_url_is_refused(string proxy, string url)
    {
        using var transport = By(proxy);
        await Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(transport, url));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Fields_of_a_connect_can_be_made_for_each_and_its_answer_looked_at()
    {
        var seen = "";
        await using var proxy = RawServer.Answering((_, request) =>
        {
            seen = request;
            return "HTTP/1.1 403 No\r\nX-Why: because\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        });
        using var transport = new Transport
        {
            Proxy = _ => Url.Parse($"http://{Address(proxy)}"),
            ProxyConnectHeader = new Header { { "X-Never", "1" } },
            GetProxyConnectHeader = (url, target) => new Header { { "X-For", $"{url.Host} {target}" } },
            OnProxyConnectResponse = (_, request, response) =>
                throw new FormatException($"{request.Method} {response.StatusCode} {response.Header.Get("X-Why")}"),
        };
        var error = await Assert.ThrowsAsync<FormatException>(
            () => transport.RoundTripAsync(new Request("GET", "https://a.test/")).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal("CONNECT 403 because", error.Message);
        Assert.Contains($"\r\nX-For: {Address(proxy)} a.test:443\r\n", seen);
        Assert.DoesNotContain("X-Never", seen);
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
