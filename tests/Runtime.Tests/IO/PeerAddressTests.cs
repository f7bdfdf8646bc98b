using System.Net;
using RouteGen.IO;
using Xunit;

namespace Runtime.Tests.IO;

public sealed class PeerAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", 1)]
    [InlineData("255.255.255.255", 65535)]
    [InlineData("0.0.0.0", 0)]
    [InlineData("::ffff:192.0.2.1", 443)]
    [InlineData("::ffff:0.0.0.0", 0)]
    [InlineData("::192.0.2.1", 443)]
    [InlineData("::1", 8080)]
    [InlineData("2001:db8::ff", 65535)]
    [InlineData("fe80::1%7", 80)]
    public void Address_is_kept_with_port_family_and_scope(string address, int port)
    {
        var expected = new IPEndPoint(IPAddress.Parse(address), port);
        var bytes = new byte[SocketAddresses.BytesMax];
        var length = (int)SocketAddresses.Write(expected, bytes, out _);
        var kept = Assert.IsType<IPEndPoint>(PeerAddress.Of(bytes.AsSpan(0, length)).ToEndPoint());
        Assert.Equal(expected, kept);
        Assert.Equal(expected.ToString(), kept.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(27)]
    public void Part_of_an_address_is_not_kept(int length)
    {
        var bytes = new byte[SocketAddresses.BytesMax];
        _ = SocketAddresses.Write(new IPEndPoint(IPAddress.IPv6Loopback, 80), bytes, out _);
        Assert.Null(PeerAddress.Of(bytes.AsSpan(0, length)).ToEndPoint());
    }

    // A connection marks its descriptor as in use while it asks for an address.
    [Fact]
    public void What_the_kernel_says_is_read_without_failing_whatever_its_family_and_length()
    {
        var random = new Random(1);
        var bytes = new byte[SocketAddresses.BytesMax];
        for (var length = 0; length <= bytes.Length; length++)
        {
            for (ushort family = 0; family < 50; family++)
            {
                random.NextBytes(bytes);
                BitConverter.TryWriteBytes(bytes, family);
                _ = PeerAddress.Of(bytes.AsSpan(0, length)).ToEndPoint()?.ToString();
                Assert.NotNull(SocketAddresses.Read(bytes.AsSpan(0, length)).ToString());
            }
        }
    }

    [Fact]
    public void Address_of_a_Unix_domain_socket_is_not_kept()
    {
        var bytes = new byte[SocketAddresses.BytesMax];
        var length = (int)SocketAddresses.Write(new UnixEndPoint("/run/a-socket"), bytes, out _);
        Assert.Null(PeerAddress.Of(bytes.AsSpan(0, length)).ToEndPoint());
    }
}
