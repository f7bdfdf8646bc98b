// A listening socket, watched level-triggered by every reactor with EPOLLEXCLUSIVE, so that one of those that sleep wakes per
// connection. Accepting threads hold _users up while they use the descriptor.
//
// StopAsync loses no connection that the kernel has accepted: the reactors stop watching, no new one is let in (ListenerGate), the backlog
// is accepted, and when _users falls to zero (an accepting thread may be in a first turn's handler until then) the last one accepts the
// connections that were established meanwhile, and closes. A listener that other processes hold as well (it was inherited) is not shut:
// they continue accepting.
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

    // Two accepting threads may both find out, and find the same.
    private volatile int _handsDown;
    private const int Unknown = 0;
    private const int No = 1;
    private const int Yes = 2;

    // Written under _gate.
    private bool _isStarted;

    // Guarded by _gate.
    private bool _isStopping;

    /// <summary>
    /// Makes a listener of <paramref name="backend"/>. <paramref name="isOwn"/> is true if no other process holds the socket
    /// <paramref name="fd"/>.
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

    /// <summary>Set when it is started, before the first connection is accepted.</summary>
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
    /// Returns true if accepted sockets inherit TCP_NODELAY from the listener, so that it need not be set for each. The first connection
    /// shows it: some sandboxes emulate Linux without that. The options of a listener that other processes hold as well are not changed,
    /// and it may have connections that are older than any option.
    /// </summary>
    /// <param name="accepted">A connection that was accepted from it.</param>
    internal bool HandsDownNoDelay(int accepted)
    {
        if (!_isOwn) return false;
        if (_handsDown == Unknown) _handsDown = EpollBackend.HasNoDelay(accepted) ? Yes : No;
        return _handsDown == Yes;
    }

    /// <summary>False once the listener is stopped: then the descriptor must not be used.</summary>
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
        // An accepting thread's handler may take long; who waits does not wait for it.
        _backend.AcceptBacklog(this);
        EndUse();
    }
}
