// A reactor: one epoll set, and one thread that leads it. The leader waits, reads received data, runs handlers inline and writes, all
// without switching threads.
//
// Access. Only the *leader* uses the event array and its position, the ready list, the timing wheel and the clock. Any thread may use the
// slot table (under its lock; registering and removing are rare) and the queue (lock-free; an eventfd wakes a leader that sleeps in
// epoll_wait).
//
// The lead passes to another thread when a handler takes too long or is about to wait (ReactorWord.cs, Reactor.HandOff.cs). The old leader
// learns of this when its ExitHandler fails. From then on it uses nothing of the reactor: it finishes its request, queues the connection,
// and parks.
//
// Events. Connections are registered once, edge-triggered, for reading, writing and hang-up. The data of an event is the index and the
// generation of a slot. If the slot has another generation, the event is for a closed connection, and is ignored.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed unsafe partial class Reactor
{
    private const int EventsPerWait = 256;
    private const int EventsPerClockRead = 16;
    private const ulong WakeData = ulong.MaxValue;
    private const ulong ListenerFlag = 1UL << 63;

    private readonly int _epoll;
    private readonly int _wake;

    // Used only by the leader.
    private readonly EpollEvents _events = new(EventsPerWait);
    private int _eventIndex;
    private int _eventCount;
    private readonly ReadyList _ready = new();
    private long _now = Environment.TickCount64;

    internal Reactor()
    {
        _wheel = new TimingWheel(_now);
        _epoll = Check(Libc.epoll_create1(Libc.EPOLL_CLOEXEC));
        try
        {
            _wake = Check(Libc.eventfd(0, Libc.EFD_NONBLOCK | Libc.EFD_CLOEXEC));
            Check(-EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, _wake, Libc.EPOLLIN | Libc.EPOLLET, WakeData));
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    /// <summary>Closes the descriptors of a reactor that was never started.</summary>
    internal void GiveUp()
    {
        _ = Libc.close(_epoll);
        if (_wake > 0) _ = Libc.close(_wake);
    }

    /// <summary>The leader's clock, in milliseconds of <see cref="Environment.TickCount64"/>. Valid only during a turn.</summary>
    internal long Now => Volatile.Read(ref _now);

    /// <summary>Assigns the first leader.</summary>
    internal void Start() =>
        (LeaderPool.TryTake(out var failure) ?? throw new InvalidOperationException($"The event loop could not be started: {failure}."))
            .Assign(this);

    /// <summary>Runs the leader's loop. Returns when the lead is lost.</summary>
    internal void Lead(Leader leader)
    {
        BeginLead(leader);
        if (leader.HasLost) return;
        while (true)
        {
            while (_eventIndex < _eventCount)
            {
                // A handler that takes more than a few milliseconds loses the lead, so the clock is late by at most the time of this many
                // handlers.
                if (_eventIndex % EventsPerClockRead == 0) ReadClock();
                Dispatch(leader, _eventIndex++);
                if (leader.HasLost) return;
            }

            ReadClock();
            RunQueue(leader);
            if (leader.HasLost) return;
            RunReadyList(leader);
            if (leader.HasLost) return;
            AdvanceWheel(leader);
            if (leader.HasLost) return;
            if (_paused is not null) ResumePaused();
            Wait();
        }
    }

    private void ReadClock() => Volatile.Write(ref _now, Environment.TickCount64);

    private void Wait()
    {
        var timeout = _ready.IsEmpty ? _wheel.TimeoutMs(_now) : 0;
        if (_paused is not null) timeout = UntilResume(timeout);
        if (timeout != 0 && !TryBeginSleep()) timeout = 0;
        Poll(timeout);
        if (timeout == 0) return;
        EndSleep();
        ReactorMonitor.Watch();
    }

    private void Poll(int timeout)
    {
        _eventIndex = 0;
        _eventCount = 0;
        var count = Libc.epoll_wait(_epoll, _events.Entries, _events.Capacity, timeout);
        if (count >= 0)
        {
            _eventCount = count;
            return;
        }

        if (Marshal.GetLastPInvokeError() is var error and not Libc.EINTR) throw Errno.ToException(error, "epoll_wait failed");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Dispatch(Leader leader, int index, bool putsOff = false)
    {
        var data = _events.Data(index);
        if (data == WakeData) return;
        if ((data & ListenerFlag) != 0)
        {
            Accept(leader, data);
            return;
        }

        if (Find(data) is not { } conn) return;
        var ready = ToReady(_events.Mask(index));
        if ((ready & Ready.HangUp) != 0) conn.NoteHangUp();
        var posted = conn.Word.Post(ready);
        if (posted.Turn != Ready.None)
        {
            if (putsOff) _ready.Enqueue(conn, posted.Turn);
            else RunTurns(leader, conn, posted.Turn);
            return;
        }

        if ((ready & Ready.HangUp) != 0) conn.OnHangUp();
        if (posted.Woken != Waiters.None) WakeWaiters(conn, posted.Woken);
    }

    // Continues a suspended handler or a client's caller, on the leader's thread. The continuation is user code, so it counts as a handler,
    // and the lead passes to another thread if it blocks or computes.
    private void WakeWaiters(EpollConn conn, Waiters waiters)
    {
        var entered = EnterHandler();
        conn.Wake(waiters);
        ExitHandler(entered);
        AmbientState.Restore();
    }

    // Runs a turn of a connection, and further turns while more events are pending. The leader owns the connection here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunTurns(Leader leader, EpollConn conn, Ready ready)
    {
        while (true)
        {
            _current = conn;
            var end = conn.Driver!.RunTurn(ready);
            if (leader.HasLost) return;
            _current = null;
            switch (end)
            {
                case TurnEnd.Quiet:
                    ready = Settle(conn);
                    if (ready == Ready.None) return;
                    break;
                case TurnEnd.Again:
                    _ready.Enqueue(conn, Ready.None);
                    return;
                case TurnEnd.Streams:
                    ready = SettleAndRunStreams(leader, conn);
                    if (ready == Ready.None) return;
                    break;
                default:
                    return;
            }
        }
    }

    // Events that have arrived meanwhile are handled first, because a stream may keep the thread.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Ready SettleAndRunStreams(Leader leader, EpollConn conn)
    {
        var ready = Settle(conn);
        if (ready == Ready.None) RunStreams(leader, conn, isQueued: false);
        return ready;
    }

    // The connection has no owner, or another one. It is the current connection nevertheless, so that the next leader tells its driver.
    private void RunStreams(Leader leader, EpollConn conn, bool isQueued)
    {
        _current = conn;
        conn.Driver!.RunStreams(isQueued);
        if (!leader.HasLost) _current = null;
    }

    // Releases an idle connection, or returns the events for its next turn. If a connection cannot be watched, its next turn ends it.
    private static Ready Settle(EpollConn conn)
    {
        if (!conn.TryRegister()) conn.EndUnwatched();
        return conn.Word.TryRelease();
    }

    // Runs only as many turns as there are connections in the list now. Connections that these turns add wait until the sockets are polled
    // again.
    private void RunReadyList(Leader leader)
    {
        for (var count = _ready.Count; count > 0; count--)
        {
            var conn = _ready.Dequeue();
            RunTurns(leader, conn, conn.QueuedReady);
            if (leader.HasLost) return;
        }
    }

    private static Ready ToReady(uint mask)
    {
        var ready = Ready.None;
        if ((mask & (Libc.EPOLLIN | Libc.EPOLLRDHUP | Libc.EPOLLHUP | Libc.EPOLLERR)) != 0) ready |= Ready.Read;
        if ((mask & (Libc.EPOLLOUT | Libc.EPOLLHUP | Libc.EPOLLERR)) != 0) ready |= Ready.Write;
        if ((mask & (Libc.EPOLLRDHUP | Libc.EPOLLHUP | Libc.EPOLLERR)) != 0) ready |= Ready.HangUp;
        return ready;
    }

    private static int Check(int result) =>
        result >= 0
        ? result
        : throw Errno.ToException(result == -1 ? Marshal.GetLastPInvokeError() : -result, "The event loop could not be set up");
}
