using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>Proxies (BEHAVIOUR C22).</summary>
public class ProxyTests
{
    private static Transport By(string proxy, Header? connect = null) => new() { Proxy = _ => Url.Parse(proxy), DisableCompression = true, ProxyConnectHeader = connect };

    private static string Address(RawServer server) => $"127.0.0.1:{server.Port}";

    private static async Task<string> GetAsync(Transport transport, string url)
    {
        using var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit);
        return await response.Body.ReadAllTextAsync();
    }

    [Fact]
    public async Task An_http_target_is_forwarded_with_the_proxys_credentials_over_shared_connections()
    {
        await using var proxy = RawServer.Answering((_, request) => RawServer.Ok(request.Replace("\r\n", "|", StringComparison.Ordinal)));
        using var transport = By($"http://u:p@{Address(proxy)}");
        Assert.Equal(
            "GET http://a.test/x?y HTTP/1.1|Host: a.test|User-Agent: RouteGen/0.1|Proxy-Authorization: Basic dTpw||", await GetAsync(transport, "http://a.test/x?y"));
        Assert.StartsWith("GET http://b.test:81/ HTTP/1.1|Host: b.test:81|", await GetAsync(transport, "http://b.test:81"), StringComparison.Ordinal);
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
        Assert.Equal("CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\nUser-Agent: RouteGen/0.1\r\nProxy-Authorization: Basic dTo=\r\nX-Tok: 1\r\n\r\n", seen);
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

    private static async Task<string> HexAsync(RawConn conn, int count) => Convert.ToHexString(Encoding.Latin1.GetBytes(await conn.ReadExactlyAsync(count)));

    private static Task WriteHexAsync(RawConn conn, string hex) => conn.WriteAsync(Encoding.Latin1.GetString(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("a.test", "03", "06612E74657374")]
    [InlineData("10.1.2.3", "01", "0A010203")]
    [InlineData("[::1]", "04", "00000000000000000000000000000001")]
    public async Task Socks_tunnels_names_and_addresses(string host, string kind, string address)
    {
        await using var proxy = new RawServer(async conn =>
        {
            Assert.Equal("050100", await HexAsync(conn, 3));
            await WriteHexAsync(conn, "0500");
            Assert.Equal("050100" + kind + address + "0051", await HexAsync(conn, 4 + (address.Length / 2) + 2));
            await WriteHexAsync(conn, "050000037F" + new string('0', 127 * 2) + "0000");
            while (await conn.ReadRequestAsync() is { } request)
                await conn.WriteAsync(RawServer.Ok(request.Split('\r')[0]));
        });
        using var transport = By($"socks5://{Address(proxy)}");
        Assert.Equal("GET /x HTTP/1.1", await GetAsync(transport, $"http://{host}:81/x"));
        Assert.Equal("GET /y HTTP/1.1", await GetAsync(transport, $"http://{host}:81/y"));
        Assert.Equal(1, proxy.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Socks_authenticates_when_it_is_asked_to()
    {
        await using var proxy = new RawServer(async conn =>
        {
            Assert.Equal("05020002", await HexAsync(conn, 4));
            await WriteHexAsync(conn, "0502");
            Assert.Equal("0102757A0170", await HexAsync(conn, 6));
            await WriteHexAsync(conn, "0100");
            await conn.ReadExactlyAsync(4 + 7 + 2);
            await WriteHexAsync(conn, "05000001000000000000");
            while (await conn.ReadRequestAsync() is not null) await conn.WriteAsync(RawServer.Ok("in"));
        });
        using var transport = By($"socks5h://uz:p@{Address(proxy)}");
        Assert.Equal("in", await GetAsync(transport, "http://a.test/"));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("04")]
    [InlineData("05FF")]
    [InlineData("0502")]
    [InlineData("0500;05050001000000000000")]
    [InlineData("0500;050000090000")]
    [InlineData("0500;0500")]
    public async Task Socks_that_refuses_or_makes_no_sense_is_an_error(string answers)
    {
        await using var proxy = new RawServer(async conn =>
        {
            await conn.ReadExactlyAsync(3);
            var parts = answers.Split(';');
            await WriteHexAsync(conn, parts[0]);
            if (parts.Length == 1) return;
            await conn.ReadExactlyAsync(4 + 7 + 2);
            await WriteHexAsync(conn, parts[1]);
        });
        using var transport = By($"socks5://{Address(proxy)}");
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://a.test/"));
        Assert.True(error.Error is TransportError.ProxyRefused or TransportError.UnexpectedEof or TransportError.ConnectionReset, error.ToString());
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

    [Theory]
    [InlineData("HTTP_PROXY=http://p:1", "http://a.test/", "http://p:1")]
    [InlineData("HTTP_PROXY=http://p:1", "https://a.test/", null)]
    [InlineData("http_proxy=p:1", "http://a.test/", "http://p:1")]
    [InlineData("HTTP_PROXY=one;http_proxy=two", "http://a.test/", "http://one")]
    [InlineData("HTTPS_PROXY=socks5://p", "https://a.test/", "socks5://p")]
    [InlineData("HTTPS_PROXY=socks5://p", "ftp://a.test/", null)]
    [InlineData("HTTP_PROXY=p;REQUEST_METHOD=GET", "http://a.test/", null)]
    [InlineData("HTTPS_PROXY=p;REQUEST_METHOD=GET", "https://a.test/", "http://p")]
    [InlineData("HTTP_PROXY=p", "http://localhost:8080/", null)]
    [InlineData("HTTP_PROXY=p", "http://127.1.2.3/", null)]
    [InlineData("HTTP_PROXY=p", "http://[::1]/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=*", "http://a.test/", null)]
    [InlineData("HTTP_PROXY=p;no_proxy= b.test , A.test ", "http://a.test/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=a.test", "http://x.A.test/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=a.test", "http://xa.test/", "http://p")]
    [InlineData("HTTP_PROXY=p;NO_PROXY=.a.test", "http://a.test/", "http://p")]
    [InlineData("HTTP_PROXY=p;NO_PROXY=.a.test", "http://x.a.test/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=*.a.test", "http://x.a.test/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=*.a.test", "http://a.test/", "http://p")]
    [InlineData("HTTP_PROXY=p;NO_PROXY=a.test:80", "http://a.test/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=a.test:81", "http://a.test/", "http://p")]
    [InlineData("HTTP_PROXY=p;NO_PROXY=10.0.0.0/8", "http://10.9.8.7/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=10.1.2.3/8", "http://10.9.8.7/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=10.0.0.0/8", "http://11.0.0.1/", "http://p")]
    [InlineData("HTTP_PROXY=p;NO_PROXY=10.0.0.1:81", "http://10.0.0.1/", "http://p")]
    [InlineData("HTTP_PROXY=p;NO_PROXY=10.0.0.1", "http://10.0.0.1:99/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=2001:db8::/32", "http://[2001:db8::1]/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=2001:db8::1", "http://[2001:db8::1]/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=[2001:db8::1]:80", "http://[2001:db8::1]/", null)]
    [InlineData("HTTP_PROXY=p;NO_PROXY=,:80,.,*.", "http://a.test/", "http://p")]
    public void The_environment_names_proxies_and_exceptions(string variables, string url, string? expected)
    {
        var environment = variables.Split(';').Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var proxy = new ProxyEnvironment(environment.GetValueOrDefault).ProxyFor(Url.Parse(url));
        Assert.Equal(expected, proxy is null ? null : $"{proxy.Scheme}://{proxy.Host}");
    }

    [Fact]
    public void A_proxy_in_the_environment_that_is_no_url_is_told_without_its_text()
    {
        var environment = new ProxyEnvironment(static name => name == "HTTP_PROXY" ? "http://user:secret@[" : null);
        var error = Assert.Throws<InvalidOperationException>(() => environment.ProxyFor(Url.Parse("http://a.test/")));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
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
            OnProxyConnectResponse = (_, request, response) => throw new FormatException($"{request.Method} {response.StatusCode} {response.Header.Get("X-Why")}"),
        };
        var error = await Assert.ThrowsAsync<FormatException>(() => transport.RoundTripAsync(new Request("GET", "https://a.test/")).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal("CONNECT 403 because", error.Message);
        Assert.Contains($"\r\nX-For: {Address(proxy)} a.test:443\r\n", seen);
        Assert.DoesNotContain("X-Never", seen);
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
