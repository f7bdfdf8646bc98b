// The listening sockets of the Linux back end. A listener is registered before the threads of the reactors start, so that clients that
// connect during the start of the program are served as soon as the first thread runs.
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed partial class EpollBackend
{
    private const int Backlog = 4096;

    internal override IoListener Listen(EndPoint address) => ListenerOf(OpenListener(address), isOwn: true);

    internal override unsafe IoListener Adopt(int descriptor)
    {
        if (OptionOf(descriptor, Libc.SO_ACCEPTCONN) == 0) throw NotListening(descriptor);
        if (OptionOf(descriptor, Libc.SO_TYPE) != Libc.SOCK_STREAM) throw NotStream(descriptor);
        // An inherited socket may have been opened without these flags.
        var flags = Libc.fcntl(descriptor, Libc.F_GETFL, 0);
        if (Libc.fcntl(descriptor, Libc.F_SETFL, flags | Libc.O_NONBLOCK) != 0
            || Libc.fcntl(descriptor, Libc.F_SETFD, Libc.FD_CLOEXEC) != 0)
            throw Errno.ToException(Marshal.GetLastPInvokeError(), $"Descriptor {descriptor} cannot be used");
        return ListenerOf(descriptor, isOwn: false);
    }

    private static unsafe int OptionOf(int descriptor, int option)
    {
        var value = 0;
        uint length = sizeof(int);
        return Libc.getsockopt(descriptor, Libc.SOL_SOCKET, option, &value, &length) == 0 ? value
            : throw Errno.ToException(Marshal.GetLastPInvokeError(), $"Descriptor {descriptor} is not a socket");
    }

    // Limits unsent bytes. Accepted sockets inherit the option. Sockets other than TCP refuse it, but their buffers are small.
    private EpollListener ListenerOf(int fd, bool isOwn)
    {
        SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NOTSENT_LOWAT, UnsentBytesMax);
        return new EpollListener(this, fd, SocketAddresses.Of(fd, isLocal: true), isOwn);
    }

    // ":PORT" means every address: dual-stack, or only IPv4 if the system has no IPv6.
    private static unsafe int OpenListener(EndPoint address)
    {
        if (address is IPEndPoint { Address: var ip, Port: var port } && ip.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            address = new IPEndPoint(IPAddress.Any, port);
        var buffer = stackalloc byte[SocketAddresses.BytesMax];
        var length = SocketAddresses.Write(address, new Span<byte>(buffer, SocketAddresses.BytesMax), out var family);
        var fd = OpenSocket(family);
        if (family != Libc.AF_UNIX) SetOption(fd, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
        // Accepted sockets inherit the option (EpollListener.HandsDownNoDelay).
        if (family != Libc.AF_UNIX) SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
        if (family == Libc.AF_INET6)
            SetOption(fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, address is IPEndPoint v6 && v6.Address.Equals(IPAddress.IPv6Any) ? 0 : 1);
        if (Libc.bind(fd, buffer, length) == 0 && Libc.listen(fd, Backlog) == 0) return fd;
        var error = Marshal.GetLastPInvokeError();
        _ = Libc.close(fd);
        throw Errno.ToException(error, $"Listening on {address} failed");
    }

    /// <summary>Makes every reactor watch the listener.</summary>
    /// <exception cref="InvalidOperationException">The threads could not be started. The next call tries again.</exception>
    /// <exception cref="TransportException">A reactor could not watch the listener.</exception>
    internal void Watch(EpollListener listener)
    {
        try
        {
            foreach (var reactor in _reactors) reactor.Watch(listener);
            if (!_isStarted) StartThreads();
        }
        catch
        {
            Unwatch(listener);
            throw;
        }
    }

    /// <summary>Makes every reactor stop watching the listener.</summary>
    internal void Unwatch(EpollListener listener)
    {
        foreach (var reactor in _reactors) reactor.Unwatch(listener);
    }

    /// <summary>Accepts the backlog of a listener that is no longer watched, up to the largest size of a backlog.</summary>
    internal void AcceptBacklog(EpollListener listener)
    {
        for (var count = 0; count < Backlog; count++)
        {
            var fd = Reactor.AcceptOne(listener.Descriptor, out var peer, out var error);
            if (fd < 0)
            {
                // A Unix-domain listener that was shut down returns EINVAL when its backlog is empty.
                if (error is not (Libc.EAGAIN or Libc.EINVAL))
                    listener.Log(
                        $"Accepting failed while the listener stops: {Errno.ToException(error, "accept").Message}; "
                            + $"the rest of the backlog is dropped.");
                return;
            }

            var reactor = LeastLoaded(_reactors[0], 0);
            if (reactor.TryAdopt(listener, fd, peer) is { } conn) reactor.PushFirstTurn(conn);
        }
    }
}
