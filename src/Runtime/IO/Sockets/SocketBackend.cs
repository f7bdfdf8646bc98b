using System.Net;
using System.Net.Sockets;

namespace RouteGen.IO;

/// <summary>The back end that works everywhere: <c>System.Net.Sockets</c> on the thread pool. Thread-safe.</summary>
internal sealed class SocketBackend : IoBackend
{
    private readonly DeadlineClock _clock = new();

    internal override IoListener Listen(EndPoint address, Func<Conn, ConnDriver> makeDriver, Action<string> log)
    {
        Socket? socket = null;
        try
        {
            socket = Bind(address);
            return new SocketListener(socket, _clock, makeDriver, log);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw SocketErrors.Exception(e.SocketErrorCode, $"Cannot listen at {address}");
        }
    }

    internal override async ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Socket? socket = null;
        try
        {
            socket = NewSocket(address);
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new SocketConn(socket, _clock);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw SocketErrors.Exception(e.SocketErrorCode, $"Cannot connect to {address}");
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    // IPv6Any listens for IPv4 as well; where there is no IPv6, for IPv4 only.
    private static Socket Bind(EndPoint address)
    {
        if (address is not IPEndPoint { Address: var ip, Port: var port } || !ip.Equals(IPAddress.IPv6Any)) return BindTo(address, dualMode: false);
        var ipv4Only = new IPEndPoint(IPAddress.Any, port);
        if (!Socket.OSSupportsIPv6) return BindTo(ipv4Only, dualMode: false);
        try
        {
            return BindTo(address, dualMode: true);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            return BindTo(ipv4Only, dualMode: false);
        }
    }

    private static Socket BindTo(EndPoint address, bool dualMode)
    {
        var socket = NewSocket(address);
        try
        {
            if (dualMode) socket.DualMode = true;
            socket.Bind(address);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket NewSocket(EndPoint address) =>
        new(address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
}
