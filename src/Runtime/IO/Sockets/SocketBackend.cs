using System.Net;
using System.Net.Sockets;

namespace RouteGen.IO;

/// <summary>The portable back end: <c>System.Net.Sockets</c> on the thread pool. Thread-safe.</summary>
internal sealed class SocketBackend : IoBackend
{
    // The system reduces this to its own limit (net.core.somaxconn).
    private const int BacklogMax = 4096;

    private readonly DeadlineClock _clock = new();

    internal override IoListener Listen(EndPoint address)
    {
        Socket? socket = null;
        try
        {
            socket = Bind(Translate(address));
            socket.Listen(BacklogMax);
            return new SocketListener(socket, _clock);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw SocketErrors.Exception(e.SocketErrorCode, $"Cannot listen on {address}");
        }
    }

    internal override IoListener Adopt(int descriptor)
    {
        try
        {
            // The descriptor is checked through a socket that does not own it, so that a refused descriptor stays open.
            using (var probe = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false)))
            {
                if ((int)probe.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! == 0)
                    throw NotListening(descriptor);
                if (probe.SocketType != SocketType.Stream) throw NotStream(descriptor);
            }

            return new SocketListener(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)), _clock);
        }
        catch (SocketException e)
        {
            throw SocketErrors.Exception(e.SocketErrorCode, $"Descriptor {descriptor} is not a socket");
        }
    }

    // Converts an address to the framework's types.
    internal static EndPoint Translate(EndPoint address) => address is UnixEndPoint unix
        ? new UnixDomainSocketEndPoint(unix.IsFile ? unix.Path : "\0" + unix.Path[1..])
        : address;

    // Converts an address from the framework's types.
    internal static EndPoint TranslateBack(EndPoint? address) => address switch
    {
        null => new IPEndPoint(IPAddress.None, 0),
        UnixDomainSocketEndPoint unix => new UnixEndPoint(unix.ToString()),
        _ => address,
    };

    internal override async ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        address = Translate(address);
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
            throw SocketErrors.Exception(e.SocketErrorCode, "Connecting failed");
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    // IPv6Any listens for IPv4 as well, or only for IPv4 if the system has no IPv6.
    private static Socket Bind(EndPoint address)
    {
        if (address is not IPEndPoint { Address: var ip, Port: var port } || !ip.Equals(IPAddress.IPv6Any))
            return BindTo(address, dualMode: false);
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
