using RouteGen.Serving;

namespace Runtime.Tests.Serving;

/// <summary>Addresses in the form that other servers take: refused with what to write here.</summary>
public class ListenAddressTests
{
    [Theory]
    [InlineData("http://localhost:8080", "it is a URL; write 'HOST:PORT', or ':PORT' to listen on every address.")]
    [InlineData("https://+:443", "it is a URL; write 'HOST:PORT'")]
    [InlineData("*:8080", "to listen on every address, write ':8080'.")]
    [InlineData("+:8080", "to listen on every address, write ':8080'.")]
    [InlineData("tcp:127.0.0.1:8080", "write '127.0.0.1:8080'.")]
    [InlineData("http://*:80;https://*:443", "it has several addresses; start a server for each of them.")]
    [InlineData(":8080,:8081", "it has several addresses; start a server for each of them.")]
    [InlineData("localhost", "the port is missing, as in 'localhost:8080'.")]
    [InlineData("[::1]", "the port is missing, as in '[::1]:8080'.")]
    [InlineData("8080", "a port alone begins with a colon, as in ':8080'.")]
    [InlineData("localhost:http", "the port must be a number")]
    public void An_address_that_is_none_is_refused_with_what_to_write(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => ListenAddress.Parse(text)).Message, StringComparison.Ordinal);
}
