using System.Diagnostics;

namespace RouteGen.IO;

// Deadlines. An owner only writes the deadline of its connection. The leader keeps the connection in the wheel at an instant that is never
// later than the deadline, and reads the deadline again at that instant. So moving a deadline later costs one write. If a deadline becomes
// earlier than the next check (WatchedUntil), it is reported to the leader: directly on the leader's own thread, or through the queue from
// another.
//
// Race: the leader postpones its next check while an owner on another thread moves the deadline earlier. The leader writes WatchedUntil and
// then reads the deadline. The owner writes the deadline and then reads WatchedUntil. Each executes a full fence between its two steps, so
// at least one sees the other's write: the leader schedules the earlier instant, or the owner reports it.
internal sealed unsafe partial class Reactor
{
    // Interval in milliseconds at which a connection without a deadline is checked, because a new deadline may be set without a report.
    private const long LiftedLookMs = 5_000;

    private readonly TimingWheel _wheel;

    /// <summary>Reports a deadline that may be earlier than the leader's next check.</summary>
    internal void WatchDeadline(EpollConn conn, long instant)
    {
        if (Leader.HoldsLead(this))
        {
            if (instant < conn.WatchedUntil) ScheduleOpen(conn, instant);
            return;
        }

        Interlocked.MemoryBarrier();
        if (instant < Volatile.Read(ref conn.WatchedUntil)) Push(new DeadlineNode(conn));
    }

    /// <summary>Variant of <see cref="WatchDeadline"/> for an earlier deadline, called on the leader's thread outside a handler.</summary>
    internal void WatchDeadlineOnLeader(EpollConn conn, long instant)
    {
        Debug.Assert(Leader.HoldsLead(this));
        Schedule(conn, instant);
    }

    /// <summary>Removes a connection that is being closed from the wheel.</summary>
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
            ScheduleOpen(conn, deadline);
        }
    }

    // Schedules a connection that its owner, on another thread, may be closing. Close marks it as closed, and then looks for it in the
    // wheel.
    private void ScheduleOpen(EpollConn conn, long instant)
    {
        Schedule(conn, instant);
        Interlocked.MemoryBarrier();
        if (conn.IsClosed) _wheel.Remove(conn.Timer!);
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

    // The leader is null if the monitor has the lead.
    private void Look(Leader? leader, EpollConn conn, long now)
    {
        if (conn.IsClosed) return;
        var deadline = conn.Deadline;
        // The deadline was for an event that has arrived.
        if (leader is null && conn.IsPutOff) deadline = 0;
        if (deadline != 0 && deadline <= now)
        {
            Expire(leader, conn, now);
            return;
        }

        Postpone(conn, deadline, now);
    }

    private void Postpone(EpollConn conn, long deadline, long now)
    {
        ScheduleOpen(conn, deadline == 0 ? now + LiftedLookMs : deadline);
        if (conn.Deadline is var moved and not 0 && moved < conn.WatchedUntil) ScheduleOpen(conn, moved);
    }

    // Gives an idle connection a turn. If only the wait for data of a connection in use has timed out, wakes that wait. Otherwise ends the
    // connection by a flag and a shutdown, which end its waits.
    private void Expire(Leader? leader, EpollConn conn, long now)
    {
        Volatile.Write(ref conn.WatchedUntil, long.MaxValue);
        if (conn.TryEndInput()) return;
        // The wait has just ended, and its owner has moved the deadline.
        if (conn.Deadline is var deadline && (deadline == 0 || deadline > now))
        {
            Postpone(conn, deadline, now);
            return;
        }

        var posted = conn.Word.Post(Ready.Deadline);
        if (posted.Turn != Ready.None)
        {
            // The deadline has passed. The driver may set another.
            conn.SetDeadline(0);
            if (leader is null) PutOff(conn, posted.Turn);
            else RunTurns(leader, conn, posted.Turn);
            return;
        }

        conn.Expire();
        if (leader is null) conn.WakeElsewhere(posted.Woken);
        else if (posted.Woken != Waiters.None) WakeWaiters(conn, posted.Woken);
    }
}
