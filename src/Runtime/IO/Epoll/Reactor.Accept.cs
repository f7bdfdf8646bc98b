using System.Runtime.InteropServices;

namespace RouteGen.IO;

// Accepts connections, in a batch for each event. A connection goes to another reactor if that one has clearly fewer connections; otherwise
// its first turn runs at once, because its request has usually arrived. When descriptors or memory run out, the listener is removed from
// this epoll set and added again after 5 ms; the delay doubles up to 1 s. (The timing wheel is too coarse for this.)
internal sealed unsafe partial class Reactor
{
    // The reason for the first turn of a connection, whose request has usually arrived.
    private const Ready FirstTurn = Ready.Read;

    private const int AcceptBatch = 64;
    private const int ImbalanceMax = 16;
    private const int PauseMsMin = 5;
    private const int PauseMsMax = 1000;

    // Guarded by _slotGate. An entry is null after its listener was removed. A late event finds null, or another listener, which is then
    // checked in vain.
    private readonly List<ListenerWatch?> _listeners = [];

    // Listeners that wait for descriptors. Used only by the leader.
    private ListenerWatch? _paused;

    /// <summary>Starts watching a listener. Thread-safe.</summary>
    internal void Watch(EpollListener listener)
    {
        ListenerWatch watch;
        lock (_slotGate)
        {
            var index = _listeners.IndexOf(null);
            if (index < 0)
            {
                index = _listeners.Count;
                _listeners.Add(null);
            }

            _listeners[index] = watch = new ListenerWatch(listener, ListenerFlag | (uint)index);
        }

        if (Arm(watch) is var error and not 0) throw Errno.ToException(error, "The listener could not be watched");
    }

    /// <summary>Stops watching a listener. Thread-safe. A batch that is being accepted continues.</summary>
    internal void Unwatch(EpollListener listener)
    {
        Disarm(listener);
        lock (_slotGate)
        {
            var index = _listeners.FindIndex(watch => watch?.Listener == listener);
            if (index >= 0) _listeners[index] = null;
        }
    }

    // Returns the error number, or 0.
    private int Arm(ListenerWatch watch) =>
        EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, watch.Listener.Descriptor, Libc.EPOLLIN | Libc.EPOLLEXCLUSIVE, watch.Data);

    private void Disarm(EpollListener listener) => _ = EpollEvents.Control(_epoll, Libc.EPOLL_CTL_DEL, listener.Descriptor, 0, 0);

    private void Accept(Leader leader, ulong data)
    {
        ListenerWatch? watch;
        lock (_slotGate) watch = _listeners[(int)(uint)data];
        if (watch is null || !watch.Listener.TryUse()) return;
        try
        {
            AcceptBatchOf(leader, watch);
        }
        finally
        {
            watch.Listener.EndUse();
        }
    }

    private void AcceptBatchOf(Leader leader, ListenerWatch watch)
    {
        for (var count = 0; count < AcceptBatch; count++)
        {
            var fd = AcceptOne(watch.Listener.Descriptor, out var peer, out var error);
            if (fd < 0)
            {
                if (error is Libc.EMFILE or Libc.ENFILE or Libc.ENOBUFS or Libc.ENOMEM) Pause(watch, error);
                else if (error == Libc.EAGAIN) watch.PauseMs = PauseMsMin;
                return;
            }

            Place(leader, watch.Listener, fd, peer);
            if (leader.HasLost) return;
        }
    }

    /// <summary>Returns an accepted descriptor, or -1 and the error. Connections that were aborted in the backlog are skipped.</summary>
    internal static unsafe int AcceptOne(int listener, out PeerAddress peer, out int error)
    {
        var buffer = stackalloc byte[SocketAddresses.BytesMax];
        while (true)
        {
            uint length = SocketAddresses.BytesMax;
            var fd = Libc.accept4(listener, buffer, &length, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
            peer = fd < 0 ? default : PeerAddress.Of(new ReadOnlySpan<byte>(buffer, (int)Math.Min(length, SocketAddresses.BytesMax)));
            error = fd >= 0 ? 0 : Marshal.GetLastPInvokeError();
            if (fd >= 0 || error is not (Libc.EINTR or Libc.ECONNABORTED)) return fd;
        }
    }

    private void Place(Leader leader, EpollListener listener, int fd, in PeerAddress peer)
    {
        var target = EpollBackend.Instance.LeastLoaded(this, ImbalanceMax);
        if (target.TryAdopt(listener, fd, peer) is not { } conn) return;
        if (target == this) RunTurns(leader, conn, FirstTurn);
        else target.PushFirstTurn(conn);
    }

    /// <summary>
    /// Creates a connection and its driver. The caller starts the first turn. If the driver cannot be created, closes the connection and
    /// returns null.
    /// </summary>
    internal EpollConn? TryAdopt(EpollListener listener, int fd, in PeerAddress peer)
    {
        if (!listener.HandsDownNoDelay(fd)) EpollBackend.SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
        CountConn();
        var conn = new EpollConn(this, fd, peer);
        try
        {
            conn.Driver = listener.MakeDriver(conn);
            return conn;
        }
        catch (Exception failure)
        {
            listener.Log($"A connection was closed, because its driver could not be created: {FailureText.MessageOf(failure)}");
            conn.Close();
            return null;
        }
    }

    internal void PushFirstTurn(EpollConn conn) => Push(new FirstTurnNode(conn));

    private void Pause(ListenerWatch watch, int error)
    {
        watch.Listener.Log($"Accepting failed: {Errno.ToException(error, "accept").Message}; trying again in {watch.PauseMs} ms.");
        Disarm(watch.Listener);
        watch.ResumesAt = Environment.TickCount64 + watch.PauseMs;
        watch.PauseMs = Math.Min(watch.PauseMs * 2, PauseMsMax);
        watch.NextPaused = _paused;
        _paused = watch;
    }

    private void ResumePaused()
    {
        var paused = _paused;
        _paused = null;
        while (paused is { } watch)
        {
            paused = watch.NextPaused;
            watch.NextPaused = null;
            if (watch.ResumesAt <= _now)
            {
                Resume(watch);
            }
            else
            {
                watch.NextPaused = _paused;
                _paused = watch;
            }
        }
    }

    private void Resume(ListenerWatch watch)
    {
        if (!watch.Listener.TryUse()) return;
        // A listener that is being stopped is not registered, because its events would not be handled.
        var error = 0;
        lock (_slotGate)
            if (_listeners.Contains(watch)) error = Arm(watch);
        if (error != 0) Pause(watch, error);
        watch.Listener.EndUse();
    }

    // Returns the shorter of this timeout and the time until the next paused listener is resumed.
    private int UntilResume(int timeout)
    {
        for (var watch = _paused; watch is not null; watch = watch.NextPaused)
        {
            var left = (int)Math.Max(0, watch.ResumesAt - _now);
            if (timeout < 0 || left < timeout) timeout = left;
        }

        return timeout;
    }

    /// <summary>State of a listener in this reactor.</summary>
    private sealed class ListenerWatch(EpollListener listener, ulong data)
    {
        internal ListenerWatch? NextPaused;

        internal long ResumesAt;

        internal EpollListener Listener => listener;

        internal ulong Data => data;

        internal int PauseMs { get; set; } = PauseMsMin;
    }
}
