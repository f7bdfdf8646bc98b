// A listening socket. Every reactor watches it, level-triggered and with EPOLLEXCLUSIVE, so that each connection wakes only one of the
// sleeping reactors. A thread increments _users while it uses the descriptor.
//
// StopAsync loses no connection that the kernel has accepted. The reactors stop watching, new connections are refused (ListenerGate), and
// the backlog is accepted. A thread that accepts may also run a connection's first turn, whose handler may take a long time. So when _users
// falls to zero, the last user accepts the connections established since and closes the socket. An inherited socket is not shut down,
// because other processes may share it and continue to accept.
using System.Net;

namespace RouteGen.IO;

internal sealed class EpollListener : IoListener
{
    private readonly EpollBackend _backend;
    private readonly int _fd;
    private readonly bool _isOwn;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _users = 1;

    // Cached result of HandsDownNoDelay. Two threads may both determine it, and get the same value.
    private volatile int _handsDown;
    private const int Unknown = 0;
    private const int No = 1;
    private const int Yes = 2;

    // Written under _gate.
    private bool _isStarted;

    // Guarded by _gate.
    private bool _isStopping;

    /// <summary>
    /// Creates a listener of <paramref name="backend"/>. <paramref name="isOwn"/> is true if no other process shares the socket <paramref
    /// name="fd"/>.
    /// </summary>
    internal EpollListener(EpollBackend backend, int fd, EndPoint localEndPoint, bool isOwn)
    {
        _backend = backend;
        _fd = fd;
        _isOwn = isOwn;
        LocalEndPoint = localEndPoint;
    }

    internal override EndPoint LocalEndPoint { get; }

    internal int Descriptor => _fd;

    /// <summary>Creates the driver of a connection. Set before the first connection is accepted.</summary>
    internal Func<Conn, ConnDriver> MakeDriver { get; private set; } = null!;

    internal Action<string> Log { get; private set; } = null!;

    internal override void Start(Func<Conn, ConnDriver> makeDriver, Action<string> log)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopping, this);
            MakeDriver = makeDriver;
            Log = log;
            _backend.Watch(this);
            _isStarted = true;
        }
    }

    /// <summary>
    /// Returns true if accepted sockets inherit TCP_NODELAY, so that it need not be set for each. The first connection is checked, because
    /// some sandboxes emulate Linux without this inheritance. False for an inherited listener, whose connections may be older than its
    /// options.
    /// </summary>
    internal bool HandsDownNoDelay(int accepted)
    {
        if (!_isOwn) return false;
        if (_handsDown == Unknown) _handsDown = EpollBackend.HasNoDelay(accepted) ? Yes : No;
        return _handsDown == Yes;
    }

    /// <summary>Begins a use of the descriptor. Returns false if the listener is stopped.</summary>
    internal bool TryUse()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }

        return false;
    }

    internal void EndUse()
    {
        if (Interlocked.Decrement(ref _users) != 0) return;
        if (Volatile.Read(ref _isStarted)) _backend.AcceptBacklog(this);
        _ = Libc.close(_fd);
        _stopped.TrySetResult();
    }

    internal override ValueTask StopAsync()
    {
        lock (_gate)
        {
            if (!_isStopping)
            {
                _isStopping = true;
                if (_isStarted) ThreadPool.UnsafeQueueUserWorkItem(static self => self.Stop(), this, preferLocal: false);
                else EndUse();
            }
        }

        return new ValueTask(_stopped.Task);
    }

    internal override void RemoveFile(string path) => _ = Libc.unlink(path);

    private void Stop()
    {
        _backend.Unwatch(this);
        if (_isOwn) ListenerGate.Shut(_fd, LocalEndPoint is UnixEndPoint);
        // A handler on an accepting thread may take a long time. Connections in the backlog do not wait for it.
        _backend.AcceptBacklog(this);
        EndUse();
    }
}
