// The Linux back end. It has as many reactors as the process may use processors. Their threads start with the first listener or dial, and
// live as long as the process; without connections they sleep in epoll_wait. A listener is registered before the threads start, so that
// clients that connect during the start of the program are served as soon as the first thread runs.
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed class EpollBackend : IoBackend
{
    private const int Backlog = 4096;

    private static EpollBackend? s_instance;

    private readonly Reactor[] _reactors;
    private readonly Lock _startGate = new();
    private int _startedCount;
    private volatile bool _isStarted;
    private int _nextDial;

    private EpollBackend(int reactorCount)
    {
        _reactors = new Reactor[reactorCount];
        try
        {
            for (var index = 0; index < reactorCount; index++) _reactors[index] = new Reactor();
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    /// <summary>The reactors of the process. Their threads start when the first socket is needed.</summary>
    /// <exception cref="TransportException">The process has no file descriptors left for the reactors. The next caller tries again; a
    /// static constructor would make the failure permanent.</exception>
    internal static EpollBackend Instance => s_instance ?? MakeOnce();

    internal ReadOnlySpan<Reactor> Reactors => _reactors;

    internal override IoListener Listen(EndPoint address) => ListenerOf(OpenListener(address), isOwn: true);

    internal override unsafe IoListener Adopt(int descriptor)
    {
        if (OptionOf(descriptor, Libc.SO_ACCEPTCONN) == 0) throw NotListening(descriptor);
        if (OptionOf(descriptor, Libc.SO_TYPE) != Libc.SOCK_STREAM) throw NotStream(descriptor);
        // It may have been opened without the flags that our own sockets have.
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

    // Accepted sockets inherit the option. A socket other than TCP refuses it, and has a small buffer anyway.
    private EpollListener ListenerOf(int fd, bool isOwn)
    {
        SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NOTSENT_LOWAT, UnsentBytesMax);
        return new EpollListener(this, fd, SocketAddresses.Local(fd), isOwn);
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

    // The monitor starts last. It has work only a millisecond after a handler has started.
    private void StartThreads()
    {
        lock (_startGate)
        {
            if (_isStarted) return;
            for (; _startedCount < _reactors.Length; _startedCount++) _reactors[_startedCount].Start();
            ReactorMonitor.Start(_reactors);
            _isStarted = true;
        }
    }

    internal override async ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isStarted) StartThreads();
        var conn = BeginConnect(address, out var isConnected);
        if (isConnected) return conn;
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((EpollConn)state!).Abort(), conn))
                await conn.WaitConnectedAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return conn;
        }
        catch
        {
            conn.Close();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Returns the reactor for a connection that <paramref name="accepting"/> has accepted.</summary>
    internal Reactor LeastLoaded(Reactor accepting, int imbalanceMax)
    {
        var least = accepting;
        foreach (var reactor in _reactors)
            if (reactor.ConnCount < least.ConnCount) least = reactor;
        return accepting.ConnCount - least.ConnCount > imbalanceMax ? least : accepting;
    }

    /// <summary>Makes every reactor stop watching the listener.</summary>
    internal void Unwatch(EpollListener listener)
    {
        foreach (var reactor in _reactors) reactor.Unwatch(listener);
    }

    /// <summary>Accepts the connections in the backlog of a listener that is no longer watched, up to the size of a backlog.</summary>
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
                            + $"connections that still wait are refused.");
                return;
            }

            var reactor = LeastLoaded(_reactors[0], 0);
            if (reactor.TryAdopt(listener, fd, peer) is { } conn) reactor.PushFirstTurn(conn);
        }
    }

    private unsafe EpollConn BeginConnect(EndPoint address, out bool isConnected)
    {
        var buffer = stackalloc byte[SocketAddresses.BytesMax];
        var length = SocketAddresses.Write(address, new Span<byte>(buffer, SocketAddresses.BytesMax), out var family);
        var fd = OpenSocket(family);
        SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
        var error = 0;
        while (Libc.connect(fd, buffer, length) != 0 && (error = Marshal.GetLastPInvokeError()) == Libc.EINTR) error = 0;
        if (error is not (0 or Libc.EINPROGRESS))
        {
            _ = Libc.close(fd);
            throw Errno.ToException(error, "Connecting failed");
        }

        var reactor = _reactors[(uint)Interlocked.Increment(ref _nextDial) % (uint)_reactors.Length];
        reactor.CountConn();
        isConnected = error == 0;
        return new EpollConn(reactor, fd, default);
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

    private static int OpenSocket(int family)
    {
        var fd = Libc.socket(family, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0);
        return fd >= 0 ? fd : throw Errno.ToException(Marshal.GetLastPInvokeError(), "Opening a socket failed");
    }

    /// <summary>Returns true if a socket sends small segments at once. Sockets other than TCP always do.</summary>
    internal static unsafe bool HasNoDelay(int fd)
    {
        var value = 0;
        uint length = sizeof(int);
        return Libc.getsockopt(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, &value, &length) != 0 || value != 0;
    }

    internal static unsafe void SetOption(int fd, int level, int name, int value) =>
        _ = Libc.setsockopt(fd, level, name, &value, sizeof(int));

    // Two threads may each create an instance. The first is kept.
    private static EpollBackend MakeOnce()
    {
        var made = new EpollBackend(Environment.ProcessorCount);
        if (Interlocked.CompareExchange(ref s_instance, made, null) is not { } first) return made;
        made.GiveUp();
        return first;
    }

    // Closes the descriptors of unused reactors. Some of the reactors may not exist.
    private void GiveUp()
    {
        foreach (var reactor in _reactors) reactor?.GiveUp();
    }
}
