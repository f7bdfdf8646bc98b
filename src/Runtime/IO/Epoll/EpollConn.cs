// A connection on a reactor. Its ConnWord determines which thread may act. This file contains the owner's operations on the descriptor.
//
// Lifetime of the descriptor. Only the owner closes it. Abort and expired deadlines, on other threads, only shut the socket down, and must
// not do so after Close, when the kernel may have reused the number. So _descriptorState is Open, Closed, ShuttingDown while a thread shuts
// the socket down, or Looking while a thread that is not the owner queries the kernel: a leader that checks whether the peer has ended its
// stream, or a thread that reads an address for the log. Close waits for the end of ShuttingDown or Looking, which last for one system
// call.
using System.Net;
using System.Runtime.CompilerServices;

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
    // A TransportError in one byte, because every idle connection has this field.
    private volatile byte _ended;
    private bool _isEnded;

    // The error number that the kernel reported, or 0 if there is none.
    private volatile int _fault;
    private volatile bool _hasHungUp;

    /// <summary>Creates a connection. If its peer has the default value, the address is read from the kernel.</summary>
    internal EpollConn(Reactor reactor, int fd, in PeerAddress peer)
    {
        _peer = peer;
        _reactor = reactor;
        _fd = fd;
    }

    /// <summary>The connection's slot in the reactor. -1 while it is not registered. Written under the reactor's slot lock.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Generation of the slot when the connection was registered.</summary>
    internal uint SlotGeneration { get; set; }

    internal int Descriptor => _fd;

    internal bool IsClosed => Volatile.Read(ref _descriptorState) == Closed;

    /// <summary>Link in the leader's ready list.</summary>
    internal EpollConn? Next;

    /// <summary>Events for the next queued turn. Written before the connection is queued.</summary>
    internal Ready QueuedReady;

    /// <summary>True while a turn for events that have arrived waits for a thread (Reactor.Attend.cs). Used only by the leader.</summary>
    internal bool IsPutOff;

    /// <summary>Node in the leader's queue. Only the owner queues it, once at a time.</summary>
    internal Reactor.TurnNode TurnNode => _turnNode ??= new Reactor.TurnNode(this);

    private Reactor.TurnNode? _turnNode;

    /// <summary>Node in the leader's queue for the streams of the connection. Only the driver queues it, once at a time.</summary>
    internal Reactor.StreamsNode StreamsNode => _streamsNode ??= new Reactor.StreamsNode(this);

    private Reactor.StreamsNode? _streamsNode;

    /// <summary>Node in the timing wheel. Null until the connection has a deadline. Used only by the leader.</summary>
    internal ConnTimer? Timer;

    /// <summary>Instant at which the leader next checks the deadline, or MaxValue if it does not. Written by the leader.</summary>
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
                // After End, the socket may still return data, or 0 because of the shutdown. The caller must get neither.
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

    /// <summary>Records a hang-up. Called by the leader before it posts the event.</summary>
    internal void NoteHangUp() => _hasHungUp = true;

    internal override void ShutdownSend() => _ = Libc.shutdown(_fd, Libc.SHUT_WR);

    internal override void Abort() => End(TransportError.Aborted);

    /// <summary>
    /// Ends the owner's wait for data, if only this wait has timed out (<see cref="ConnDriver.TryEndInput"/>). Thread-safe.
    /// </summary>
    internal bool TryEndInput()
    {
        if (Driver is not { } driver || !driver.TryEndInput()) return false;
        // Uses another thread, because the reader continues synchronously.
        ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Notify(Ready.Read), this, preferLocal: false);
        return true;
    }

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

    internal override void QueueStreams() => _reactor.QueueStreams(this);

    internal override bool RunsStreamsTogether => true;

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

    /// <summary>
    /// Runs the continuations of waits that have ended, inline on this thread; if both have ended, one runs on another thread. A
    /// continuation may run for any length of time.
    /// </summary>
    internal void Wake(Waiters waiters)
    {
        // One continuation moves to another thread, because each may wait for the other.
        if (waiters == (Waiters.Read | Waiters.Write)) WakeElsewhere(Waiters.Write);
        else if ((waiters & Waiters.Write) != 0) _writeWaiter!.Complete();
        if ((waiters & Waiters.Read) != 0) _readWaiter!.Complete();
    }

    /// <summary>Runs the continuations of waits that have ended on other threads.</summary>
    internal void WakeElsewhere(Waiters waiters)
    {
        if ((waiters & Waiters.Write) != 0) Waker.Queue(_writeWaiter!);
        if ((waiters & Waiters.Read) != 0) Waker.Queue(_readWaiter!);
    }

    internal override EndPoint LocalEndPoint => Address(isLocal: true);

    internal override EndPoint RemoteEndPoint => _peer.ToEndPoint() ?? Address(isLocal: false);

    protected override void OnDeadlineEarlier(long instant) => _reactor.WatchDeadline(this, instant);

    // Thread-safe. After the descriptor was closed, its number may be that of another connection.
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
            return SocketAddresses.Of(_fd, isLocal);
        }
        finally
        {
            Volatile.Write(ref _descriptorState, Open);
        }
    }

    // Thread-safe. The reason is written before the shutdown makes the end visible. Only the first reason is kept.
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

    /// <summary>Throws the reason if this side has ended the connection.</summary>
    internal void ThrowIfEnded()
    {
        if (IsEnded) ThrowEnded();
    }

    // True once this side has ended the connection. The flag is set before the socket is shut down. A wait that was armed before is ended
    // by the hang-up that follows. Afterwards that hang-up may already have been handled, so no wait may be armed.
    private bool IsEnded => Volatile.Read(ref _isEnded);

    private void ThrowEnded() => throw EndedBy((TransportError)_ended);

    // The kernel reports a reset only once; later calls would see a normal end of the stream. EPIPE only means that this side cannot send,
    // so received data can still be read.
    private TransportException Broken(int error, string what)
    {
        if (error != Libc.EPIPE) _fault = error;
        return Errno.ToException(error, what);
    }
}
