using System.Text;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class HostSyntaxTests
{
    [Theory]
    [InlineData("example.com", "example.com", "")]
    [InlineData("EXAMPLE.com:80", "EXAMPLE.com", "80")]
    [InlineData("example.com.", "example.com.", "")]
    [InlineData("localhost.:65535", "localhost.", "65535")]
    [InlineData("host:", "host", "")]
    [InlineData("a..b", "a..b", "")]
    [InlineData("-lead_.test", "-lead_.test", "")]
    [InlineData("xn--bcher-kva.test", "xn--bcher-kva.test", "")]
    [InlineData("127.1", "127.1", "")]
    [InlineData("a%20b", "a%20b", "")]
    [InlineData("%C3%BC:1", "%C3%BC", "1")]
    [InlineData("[::1]", "[::1]", "")]
    [InlineData("[2001:db8::1]:80", "[2001:db8::1]", "80")]
    [InlineData("[::ffff:127.0.0.1]:", "[::ffff:127.0.0.1]", "")]
    [InlineData("[fe80::1%25eth0.1]:80", "[fe80::1%25eth0.1]", "80")]
    public void A_host_with_its_port_is_split(string text, string host, string port)
    {
        Assert.True(HostSyntax.TrySplit(Encoding.Latin1.GetBytes(text), out var actualHost, out var actualPort));
        Assert.Equal((host, port), (Encoding.Latin1.GetString(actualHost), Encoding.Latin1.GetString(actualPort)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("a\u00FC")]
    [InlineData("a\u00A0")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("u@h")]
    [InlineData("::1")]
    [InlineData("a:b:c")]
    [InlineData("h:99999")]
    [InlineData("h:65536")]
    [InlineData("h:000080")]
    [InlineData("h:+80")]
    [InlineData("h:-1")]
    [InlineData("h:8a")]
    [InlineData("h:%38")]
    [InlineData("%")]
    [InlineData("a%2")]
    [InlineData("a%zz")]
    [InlineData("a%20%")]
    [InlineData("[]")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("[::1")]
    [InlineData("::1]")]
    [InlineData("[::1]x")]
    [InlineData("[[::1]]")]
    [InlineData("[example.com]")]
    [InlineData("[example.com]:80")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[::ffff:127.1]")]
    [InlineData("[::1/64]")]
    [InlineData("[v1.a]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[fe80::1%25]")]
    [InlineData("[fe80::1%25%41]")]
    [InlineData("[%3A%3A1]")]
    public void What_is_no_host_with_a_port_is_refused(string text) =>
        Assert.False(HostSyntax.TrySplit(Encoding.Latin1.GetBytes(text), out _, out _));
}
