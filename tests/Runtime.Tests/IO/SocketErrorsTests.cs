using System.Net.Sockets;
using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public class SocketErrorsTests
{
    [Theory]
    [InlineData(111, TransportError.ConnectionRefused)]
    [InlineData(104, TransportError.ConnectionReset)]
    [InlineData(32, TransportError.ConnectionReset)]
    [InlineData(113, TransportError.Unreachable)]
    [InlineData(98, TransportError.AddressInUse)]
    [InlineData(13, TransportError.AccessDenied)]
    [InlineData(24, TransportError.TooManyOpenFiles)]
    [InlineData(12345, TransportError.Other)]
    public void A_number_of_Linux_has_our_name(int errno, TransportError expected) =>
        Assert.Equal(expected, SocketErrors.ToTransportError(SocketErrors.FromLinuxErrno(errno)));

    [Fact]
    public void The_systems_time_limit_is_not_one_of_ours()
    {
        var error = SocketErrors.Exception(SocketError.TimedOut, "Cannot connect");
        Assert.False(error.IsTimeout);
        Assert.StartsWith("Cannot connect: ", error.Message);
        Assert.IsType<SocketException>(error.InnerException);
    }
}
