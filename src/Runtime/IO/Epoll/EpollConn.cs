// A connection on a reactor. Its word (ConnWord) says who may act; this file is what the owner does with the descriptor.
//
// The descriptor's life. Only the owner closes it. Abort and an expired deadline come from other threads and only shut the socket down, and
// they must not do so to a number that the kernel has already given to another socket: _descriptorState is 0 while the descriptor is open,
// 1 while a thread shuts it down, 2 once it is closed, and Close waits for a 1 to pass (one system call). A thread that queries the kernel
// about a connection which another thread may close (a leader that checks for the end of the peer, the log for an address) makes it 3
// meanwhile.
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed partial class EpollConn : Conn
{
    private const byte Open = 0;
    private const byte ShuttingDown = 1;
    private const byte Closed = 2;
    private const byte Looking = 3;

    private readonly Reactor _reactor;
    private readonly int _fd;
    private readonly PeerAddress _peer;

    private ConnWord _word = ConnWord.NewOwned;
    private byte _descriptorState;
    // A TransportError, in one byte: there is one for each idle connection.
    private volatile byte _ended;
    private bool _isEnded;

    // The error number that the kernel reported, or 0 for none.
    private volatile int _fault;
    private bool _isRegistered;
    private volatile bool _hasHungUp;

    // Made when a wait really suspends; most connections never need them.
    private EpollWaiter? _readWaiter;
    private EpollWaiter? _writeWaiter;

    /// <param name="reactor">Watches the connection.</param>
    /// <param name="fd">The descriptor.</param>
    /// <param name="peer">The peer's address as accepted. If it is the default, the kernel is asked for it.</param>
    internal EpollConn(Reactor reactor, int fd, in PeerAddress peer)
    {
        _peer = peer;
        _reactor = reactor;
        _fd = fd;
    }

    /// <summary>Index of this connection in the reactor. -1 while it is not registered. Written under the reactor's slot lock.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>The generation its slot had when the connection was registered.</summary>
    internal uint SlotGeneration { get; set; }

    internal int Descriptor => _fd;

    internal bool IsClosed => Volatile.Read(ref _descriptorState) == Closed;

    /// <summary>Link of the leader's ready list.</summary>
    internal EpollConn? Next;

    /// <summary>Events for the next queued turn. Written before the connection is queued.</summary>
    internal Ready QueuedReady;

    /// <summary>The connection as work for the leader. One at a time is queued, by the owner.</summary>
    internal Reactor.TurnNode TurnNode => _turnNode ??= new Reactor.TurnNode(this);

    private Reactor.TurnNode? _turnNode;

    /// <summary>The connection's place in the wheel; null until it has a deadline. The leader's.</summary>
    internal ConnTimer? Timer;

    /// <summary>Instant at which the leader looks at the deadline next. The far future while it will not. Written by the leader.</summary>
    internal long WatchedUntil = long.MaxValue;

    internal ref ConnWord Word => ref _word;

    internal override bool IsTimedOut => IsEnded && _ended == (byte)TransportError.TimedOut;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal override unsafe int TryReceive(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = SocketCalls.Receive(_fd, start, buffer.Length, out var error);
                // After End the socket may still hold data, or return 0 for the shutdown: neither is the peer's doing.
                ThrowIfEnded();
                if (count > 0) return count;
                if (count == 0) return _fault == 0 ? 0 : throw Errno.ToException(_fault, "Receiving failed");
                if (error == Libc.EINTR) continue;
                if (error == Libc.EAGAIN) return WouldBlock;
                throw Broken(error, "Receiving failed");
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal override unsafe int TrySend(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            while (true)
            {
                var count = SocketCalls.Send(_fd, start, data.Length, out var error);
                if (count >= 0) return count;
                if (error == Libc.EINTR) continue;
                ThrowIfEnded();
                if (error == Libc.EAGAIN) return WouldBlock;
                throw Broken(error, "Sending failed");
            }
        }
    }

    internal override bool MayHaveEnded => _hasHungUp;

    /// <summary>A hang-up was reported. Called by the leader before it posts the event.</summary>
    internal void NoteHangUp() => _hasHungUp = true;

    internal override ValueTask WaitReadableAsync()
    {
        EnsureRegistered();
        var waiter = Take(ref _readWaiter);
        return !IsEnded && _word.ArmRead() ? waiter.Task : NoWait(waiter);
    }

    private EpollWaiter Take(ref EpollWaiter? place)
    {
        var waiter = place ?? Interlocked.CompareExchange(ref place, new EpollWaiter(this), null) ?? place;
        waiter.Take();
        return waiter;
    }

    // The event has happened already; or the connection has ended, which is reported like any end of a wait.
    private ValueTask NoWait(EpollWaiter waiter)
    {
        waiter.GiveBack();
        try
        {
            ThrowIfEnded();
            return default;
        }
        catch (TransportException failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private ValueTask WaitWritableAsync()
    {
        EnsureRegistered();
        var waiter = Take(ref _writeWaiter);
        return !IsEnded && _word.ArmWrite() ? waiter.Task : NoWait(waiter);
    }

    /// <summary>Completes when a connect that is under way has succeeded; throws when it has failed.</summary>
    internal async ValueTask WaitConnectedAsync()
    {
        while (true)
        {
            await WaitWritableAsync().ConfigureAwait(false);
            ThrowIfEnded();
            if (ConnectError() is var error and not 0) throw Errno.ToException(error, "Connecting failed");
            if (IsConnected()) return;
        }
    }

    private unsafe int ConnectError()
    {
        var error = 0;
        uint length = sizeof(int);
        return Libc.getsockopt(_fd, Libc.SOL_SOCKET, Libc.SO_ERROR, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    // A socket that has just been registered reports writing and hang-up before its connect has begun to go through.
    private unsafe bool IsConnected()
    {
        var buffer = stackalloc byte[SocketAddresses.BytesMax];
        uint length = SocketAddresses.BytesMax;
        return Libc.getpeername(_fd, buffer, &length) == 0;
    }

    internal override void WaitReadable() => Poll(Libc.POLLIN);

    internal override ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            var count = TrySend(data.Span);
            return count == data.Length ? default : SendRestAsync(data[Math.Max(count, 0)..]);
        }
        catch (TransportException failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> data)
    {
        while (true)
        {
            await WaitWritableAsync().ConfigureAwait(false);
            var count = TrySend(data.Span);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
        }
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var count = TrySend(data);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
            Poll(Libc.POLLOUT);
        }
    }

    internal override void ShutdownSend() => _ = Libc.shutdown(_fd, Libc.SHUT_WR);

    internal override void Abort() => End(TransportError.Aborted);

    /// <summary>Ends a connection whose deadline passed while it had an owner. Called by the leader.</summary>
    internal void Expire() => End(TransportError.TimedOut);

    internal override void Close()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _descriptorState, Closed, Open) is ShuttingDown or Looking) spin.SpinOnce();
        _reactor.UnwatchDeadline(this);
        _reactor.Forget(this);
        _ = Libc.close(_fd);
    }

    internal override void Resume() => _reactor.Queue(this, Ready.None);

    internal override void Notify(Ready ready)
    {
        var posted = _word.Post(ready);
        Wake(posted.Woken);
        if (posted.Turn != Ready.None) _reactor.Queue(this, posted.Turn);
    }

    internal override void SetTurnDeadline(long instant)
    {
        WriteDeadline(instant);
        if (instant < WatchedUntil) _reactor.WatchDeadlineOnLeader(this, instant);
    }

    internal override long TurnInstant => _reactor.Now;

    internal override ulong EnterHandler() => _reactor.EnterHandler();

    internal override bool ExitHandler(ulong entered) => _reactor.ExitHandler(entered);

    /// <summary>Runs the continuations of waits that have ended, on this thread, for any time.</summary>
    internal void Wake(Waiters waiters)
    {
        // Neither waits for the other, which may be what it is waiting for.
        if (waiters == (Waiters.Read | Waiters.Write))
            ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.Complete(), _writeWaiter!, preferLocal: false);
        else if ((waiters & Waiters.Write) != 0) _writeWaiter!.Complete();
        if ((waiters & Waiters.Read) != 0) _readWaiter!.Complete();
    }

    internal override EndPoint LocalEndPoint => Address(isLocal: true);

    internal override EndPoint RemoteEndPoint => _peer.ToEndPoint() ?? Address(isLocal: false);

    protected override void OnDeadlineEarlier(long instant) => _reactor.WatchDeadline(this, instant);

    // Any thread. Once the descriptor is closed, its number may be that of another connection.
    private EndPoint Address(bool isLocal)
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _descriptorState, Looking, Open) is var state and not Open)
        {
            if (state == Closed) return UnknownAddress;
            spin.SpinOnce();
        }

        try
        {
            return isLocal ? SocketAddresses.Local(_fd) : SocketAddresses.Remote(_fd);
        }
        finally
        {
            Volatile.Write(ref _descriptorState, Open);
        }
    }

    // Any thread. The reason is written before the shutdown that makes the end visible; the first reason stays.
    private void End(TransportError reason)
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _descriptorState, ShuttingDown, Open) is var state and not Open)
        {
            if (state != Looking) return;
            spin.SpinOnce();
        }

        if (!_isEnded)
        {
            _ended = (byte)reason;
            Volatile.Write(ref _isEnded, true);
        }

        _ = Libc.shutdown(_fd, Libc.SHUT_RDWR);
        Volatile.Write(ref _descriptorState, Open);
    }

    /// <summary>Throws if our side has ended the connection, with the reason.</summary>
    internal void ThrowIfEnded()
    {
        if (IsEnded) ThrowEnded();
    }

    // Every end from our side sets it before it shuts the socket down. So a wait that is armed after it was found false is ended by the
    // hang-up that follows; one that finds it true has perhaps seen that hang-up already, and must not be armed.
    private bool IsEnded => Volatile.Read(ref _isEnded);

    private void ThrowEnded() => throw (_ended == (byte)TransportError.TimedOut
        ? new TransportException(TransportError.TimedOut, "The time limit of the connection has expired.")
        : new TransportException(TransportError.Aborted, "The connection was aborted."));

    // The kernel reports a reset once, to the first call; afterwards the stream would appear to have ended normally. EPIPE says only that
    // this side may not send, so what has arrived can still be read.
    private TransportException Broken(int error, string what)
    {
        if (error != Libc.EPIPE) _fault = error;
        return Errno.ToException(error, what);
    }

    // Holds the thread until the socket is ready, the deadline passes or Abort shuts the socket down.
    private unsafe void Poll(short events)
    {
        // Go's entersyscall: a thread that leads a reactor passes the lead to another thread before it waits, whichever reactor the socket
        // is on.
        Leader.HandOverBeforeWait();
        while (true)
        {
            var timeout = -1;
            if (Deadline is var deadline and not 0)
            {
                var left = deadline - Environment.TickCount64;
                if (left <= 0) Expire();
                timeout = (int)Math.Clamp(left, 0, int.MaxValue);
            }

            var entry = new Libc.PollFd { Fd = _fd, Events = events };
            var count = Libc.poll(&entry, 1, timeout);
            var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            ThrowIfEnded();
            if (count > 0) return;
            if (error is not (0 or Libc.EINTR)) throw Errno.ToException(error, "Waiting failed");
        }
    }

    // Connections that are served and closed in their first turn are never added to the epoll set. Any other one is registered before the
    // first wait, or when its first turn has ended; registering reports what is ready already, so nothing is missed.
    internal bool TryRegister()
    {
        if (_isRegistered || Interlocked.Exchange(ref _isRegistered, true)) return true;
        return _reactor.Register(this) == 0;
    }

    private void EnsureRegistered()
    {
        if (!TryRegister()) throw new TransportException(TransportError.Other, "The connection could not be watched by the event loop.");
    }
}
