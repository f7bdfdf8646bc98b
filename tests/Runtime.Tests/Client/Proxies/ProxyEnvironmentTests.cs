namespace RouteGen.Tests.Client;

/// <summary>Proxies and exceptions that the environment names (BEHAVIOUR C22).</summary>
public class ProxyEnvironmentTests
{
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
        var environment = variables.Split(';').Select(static pair => pair.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1]);
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
}
