using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class OriginSyntaxTests
{
    [Theory]
    [InlineData("https://victim.com", true)]
    [InlineData("http://victim.com", true)]
    [InlineData("HTTPS://VICTIM.com", true)]
    [InlineData("ftp://victim.com", false, true)]
    [InlineData("chrome-extension://victim.com", false, true)]
    [InlineData("https://victim.com.", false, true)]
    [InlineData("https://victim.com:443", false, true)]
    [InlineData("https://[::1]:8443", false, true)]
    [InlineData("https://www.victim.com", false, true)]
    [InlineData("http://evil@victim.com")]
    [InlineData("http://evil:x@victim.com")]
    [InlineData("https://@victim.com")]
    [InlineData("https://victim.com/")]
    [InlineData("https://victim.com/path")]
    [InlineData("https://victim.com?query")]
    [InlineData("https://victim.com#fragment")]
    [InlineData("https://victim.com:")]
    [InlineData("https://victim.com:99999")]
    [InlineData("https://victim.com:+443")]
    [InlineData("https://victim%2Ecom")]
    [InlineData("https://victim.com\\x")]
    [InlineData("https://victim.com https://victim.com")]
    [InlineData("https://victim.com, https://victim.com")]
    [InlineData(" https://victim.com")]
    [InlineData("https://victim.com ")]
    [InlineData("https://[victim.com]")]
    [InlineData("https://v\u00EDctim.com")]
    [InlineData("https:victim.com")]
    [InlineData("https:/victim.com")]
    [InlineData("https:///victim.com")]
    [InlineData("//victim.com")]
    [InlineData("://victim.com")]
    [InlineData("1s://victim.com")]
    [InlineData("victim.com")]
    [InlineData("https://")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("")]
    public void An_origin_is_a_scheme_a_host_and_a_port_and_nothing_else(string text, bool isOfHost = false, bool isOrigin = false)
    {
        Assert.Equal(isOfHost, OriginSyntax.IsHttpOriginOf(text, "victim.com"));
        Assert.Equal(isOfHost || isOrigin, OriginSyntax.IsOrigin(text));
    }

    [Theory]
    [InlineData("https://a.test:8443", "a.test:8443", true)]
    [InlineData("https://a.test:8443", "a.test", false)]
    [InlineData("https://a.test", "a.test:443", false)]
    [InlineData("https://[::1]", "[::1]", true)]
    [InlineData("null", "", false)]
    [InlineData("https://", "", false)]
    [InlineData("https://a.test", "u@a.test", false)]
    public void The_host_is_compared_with_its_port(string text, string host, bool isSame) =>
        Assert.Equal(isSame, OriginSyntax.IsHttpOriginOf(text, host));
}
