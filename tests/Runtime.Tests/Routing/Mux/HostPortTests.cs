using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class HostPortTests
{
    // TestStripPortFromHost of Go, and the forms that net.SplitHostPort refuses, which stay as they are.
    [Theory]
    [InlineData("", "")]
    [InlineData("example.com", "example.com")]
    [InlineData("example.com:8080", "example.com")]
    [InlineData("example.com.:8080", "example.com.")]
    [InlineData("1.2.3.4:80", "1.2.3.4")]
    [InlineData("[::1]:8080", "::1")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("::1", "::1")]
    [InlineData("a:b:c", "a:b:c")]
    [InlineData("h1:", "h1")]
    [InlineData(":80", "")]
    [InlineData("[::1", "[::1")]
    [InlineData("[::1]x:80", "[::1]x:80")]
    [InlineData("a]:80", "a]:80")]
    [InlineData("a[b:80", "a[b:80")]
    [InlineData("[a[b]:80", "[a[b]:80")]
    [InlineData("a:8]", "a:8]")]
    public void StripPort(string host, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(HostPort.StripPort(Encoding.ASCII.GetBytes(host))));
}
