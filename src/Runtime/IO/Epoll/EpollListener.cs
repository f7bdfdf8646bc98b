// A listening socket, watched level-triggered by every reactor with EPOLLEXCLUSIVE, so that one of those that sleep wakes per
// connection. Accepting threads hold _users up while they use the descriptor; StopAsync closes it when it falls to zero.
using System.Net;

namespace RouteGen.IO;

internal sealed class EpollListener : IoListener
{
    private readonly EpollBackend _backend;
    private readonly int _fd;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _users = 1;

    // Guarded by _gate.
    private bool _isStarted;
    private bool _isStopping;

    internal EpollListener(EpollBackend backend, int fd, EndPoint localEndPoint)
    {
        _backend = backend;
        _fd = fd;
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
            _isStarted = true;
            _backend.Watch(this);
        }
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
        EndUse();
    }
}
