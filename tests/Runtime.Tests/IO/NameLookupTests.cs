using System.Net;
using System.Net.Sockets;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public class NameLookupTests
{
    [Fact]
    public async Task Localhost_is_an_address_of_this_machine_once()
    {
        var addresses = await NameLookup.ResolveAsync("localhost", CancellationToken.None);
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.True(IPAddress.IsLoopback(address)));
        Assert.Equal(addresses.Distinct(), addresses);
        Assert.Equal(addresses, NameLookup.Resolve("localhost"));
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    public void Literal_is_its_address(string literal) => Assert.Equal([IPAddress.Parse(literal)], NameLookup.Resolve(literal));

    // RFC 6761 section 6.4: nothing is ever found below "invalid". Without a name server the answer is "try again".
    [Fact]
    public async Task Unknown_name_is_a_socket_exception()
    {
        var failure = await Assert.ThrowsAsync<SocketException>(() => NameLookup.ResolveAsync("nothing.invalid", CancellationToken.None));
        Assert.Contains(failure.SocketErrorCode, new[] { SocketError.HostNotFound, SocketError.TryAgain, SocketError.NoRecovery });
    }

    [Fact]
    public void Name_with_a_zero_byte_is_not_cut_short()
    {
        if (OperatingSystem.IsLinux()) Assert.Throws<ArgumentException>(() => NameLookup.Resolve("localhost\0.example"));
    }

    [Fact]
    public async Task Cancelled_lookup_is_given_up()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NameLookup.ResolveAsync("localhost", new CancellationToken(canceled: true)));
        for (var round = 0; round < 200; round++)
        {
            using var ends = new CancellationTokenSource();
            var lookup = NameLookup.ResolveAsync("localhost", ends.Token);
            await ends.CancelAsync();
            try
            {
                Assert.NotEmpty(await lookup);
            }
            catch (OperationCanceledException)
            {
                // The one or the other, and never neither.
            }
        }
    }
}
