using System.Diagnostics;

namespace RouteGen.IO;

// Deadlines. An owner writes its connection's deadline and nothing else. The leader keeps the connection in the wheel at some instant that
// is never later than the deadline, looks at that instant, and looks again at the deadline as it is then. So a deadline that moves later
// costs a write. One that becomes earlier than the instant of the next look (WatchedUntil) is reported to the leader, directly on its own
// thread, through the queue from another.
//
// The race: the leader postpones its next look while an owner on another thread moves the deadline earlier. The leader writes WatchedUntil
// and then reads the deadline; the owner writes the deadline and then reads WatchedUntil; both with a full fence between. So at least one
// of them sees the other's write: either the leader schedules the earlier instant, or the owner reports it.
internal sealed unsafe partial class Reactor
{
    // Interval at which the leader looks at a connection whose deadline was removed: a new one may be set without a report.
    private const long LiftedLookMs = 5_000;

    private readonly TimingWheel _wheel;

    /// <summary>An owner has set a deadline that may be earlier than the leader knows.</summary>
    internal void WatchDeadline(EpollConn conn, long instant)
    {
        if (Leader.HoldsLead(this))
        {
            if (instant < conn.WatchedUntil) Schedule(conn, instant);
            return;
        }

        Interlocked.MemoryBarrier();
        if (instant < Volatile.Read(ref conn.WatchedUntil)) Push(new DeadlineNode(conn));
    }

    /// <summary>
    /// Variant of <see cref="WatchDeadline"/>, on the leader's thread and in no handler, with a deadline that is earlier.
    /// </summary>
    internal void WatchDeadlineOnLeader(EpollConn conn, long instant)
    {
        Debug.Assert(Leader.HoldsLead(this));
        Schedule(conn, instant);
    }

    /// <summary>The connection is being closed: the wheel lets go of it.</summary>
    internal void UnwatchDeadline(EpollConn conn)
    {
        if (conn.Timer is not { IsScheduled: true }) return;
        if (Leader.HoldsLead(this)) _wheel.Remove(conn.Timer);
        else Push(new DeadlineNode(conn));
    }

    private void WatchOnLeader(EpollConn conn)
    {
        if (conn.IsClosed)
        {
            if (conn.Timer is { } timer) _wheel.Remove(timer);
        }
        else if (conn.Deadline is var deadline and not 0 && deadline < conn.WatchedUntil)
        {
            Schedule(conn, deadline);
        }
    }

    private void Schedule(EpollConn conn, long instant)
    {
        Volatile.Write(ref conn.WatchedUntil, instant);
        _wheel.Schedule(conn.Timer ??= new ConnTimer(conn), instant);
    }

    private void AdvanceWheel(Leader leader)
    {
        if (_wheel.IsEmpty) return;
        var now = _now;
        while (_wheel.TakeExpired(now) is { } node)
        {
            Look(leader, ((ConnTimer)node).Conn, now);
            if (leader.HasLost) return;
        }
    }

    private void Look(Leader leader, EpollConn conn, long now)
    {
        if (conn.IsClosed) return;
        var deadline = conn.Deadline;
        if (deadline != 0 && deadline <= now)
        {
            Expire(leader, conn);
            return;
        }

        Schedule(conn, deadline == 0 ? now + LiftedLookMs : deadline);
        Interlocked.MemoryBarrier();
        if (conn.Deadline is var moved and not 0 && moved < conn.WatchedUntil) Schedule(conn, moved);
    }

    // A quiet connection gets a turn. One in use is notified by a flag and a shutdown, which ends its waits.
    private void Expire(Leader leader, EpollConn conn)
    {
        Volatile.Write(ref conn.WatchedUntil, long.MaxValue);
        var posted = conn.Word.Post(Ready.Deadline);
        if (posted.Turn != Ready.None)
        {
            // Spent: the driver may set another.
            conn.SetDeadline(0);
            RunTurns(leader, conn, posted.Turn);
            return;
        }

        conn.Expire();
        if (posted.Woken != Waiters.None) WakeWaiters(conn, posted.Woken);
    }
}
