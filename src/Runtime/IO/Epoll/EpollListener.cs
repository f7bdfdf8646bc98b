// A listening socket, watched level-triggered by every reactor with EPOLLEXCLUSIVE, so that one of those that sleep wakes per
// connection. Accepting threads hold _users up while they use the descriptor; StopAsync closes it when it falls to zero.
using System.Net;

namespace RouteGen.IO;

internal sealed class EpollListener : IoListener
{
    private readonly EpollBackend _backend;
    private readonly int _fd;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;
    private int _stopping;

    internal EpollListener(EpollBackend backend, int fd, Func<Conn, ConnDriver> makeDriver, Action<string> log)
    {
        _backend = backend;
        _fd = fd;
        MakeDriver = makeDriver;
        Log = log;
        LocalEndPoint = SocketAddresses.Local(fd);
    }

    internal override EndPoint LocalEndPoint { get; }

    internal int Descriptor => _fd;

    internal Func<Conn, ConnDriver> MakeDriver { get; }

    internal Action<string> Log { get; }

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
        if (Interlocked.Exchange(ref _stopping, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static self => self.Stop(), this, preferLocal: false);
        return new ValueTask(_stopped.Task);
    }

    private void Stop()
    {
        _backend.Unwatch(this);
        EndUse();
    }
}
