// The Linux back end. It has one reactor for each processor that the process may use. Their threads start at the first listener or dial,
// and live as long as the process; without connections the threads sleep in epoll_wait.
using System.Net;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed partial class EpollBackend : IoBackend
{
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

    // The monitor starts last. It has nothing to do until a handler has run for a millisecond.
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

    // Closes the descriptors of a back end that will not be used. If its constructor failed, some reactors are null.
    private void GiveUp()
    {
        foreach (var reactor in _reactors) reactor?.GiveUp();
    }
}
