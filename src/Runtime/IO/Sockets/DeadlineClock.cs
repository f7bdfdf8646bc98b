// Watches the deadlines of every connection of the back end: one wheel, and one timer that is armed for the wheel's next instant
// and rests while nothing is scheduled.
//
// An owner writes its connection's deadline and comes here only if the new instant lies before the one that is watched for
// already. The clock looks at the deadline itself when a watched instant comes, and watches on if the deadline was moved later.
// The race: the clock says "I do not watch any more" and reads the deadline; the owner writes the deadline and reads whether the
// clock watches. Each has a full fence between its two steps, so that at least one of them sees the other's first.
namespace RouteGen.IO;

internal sealed class DeadlineClock
{
    private readonly Lock _gate = new();
    private readonly Timer _timer;

    // Guarded by _gate.
    private readonly TimingWheel _wheel = new(Environment.TickCount64);
    private long _firesAt = long.MaxValue;

    internal DeadlineClock()
    {
        // The timer outlives every request; it must not keep the values of whichever one came first. It fires once with nothing to do: the
        // runtime starts the thread of all timers with the first that is armed, and cannot when there is no descriptor left for it.
        using (ExecutionContext.SuppressFlow())
            _timer = new Timer(static state => ((DeadlineClock)state!).Tick(), this, dueTime: 0, Timeout.Infinite);
    }

    /// <summary>Sees to it that the connection is looked at when the instant comes, or earlier.</summary>
    internal void Watch(DeadlineNode node, long instant)
    {
        Interlocked.MemoryBarrier();
        if (node.WatchedUntil <= instant) return;
        lock (_gate)
        {
            if (node.WatchedUntil <= instant) return;
            Schedule(node, instant);
            Arm(Environment.TickCount64);
        }
    }

    /// <summary>Lets go of a connection that closes; its deadline is zero already.</summary>
    internal void Forget(DeadlineNode node)
    {
        lock (_gate)
        {
            _wheel.Remove(node);
            node.WatchedUntil = long.MaxValue;
        }
    }

    private void Tick()
    {
        var now = Environment.TickCount64;
        while (TakeExpired(now) is { } conn) conn.Expire();
    }

    // Returns a connection whose deadline has passed. After the last one the timer is armed again.
    private SocketConn? TakeExpired(long now)
    {
        lock (_gate)
        {
            while (_wheel.TakeExpired(now) is DeadlineNode node)
            {
                node.WatchedUntil = long.MaxValue;
                Interlocked.MemoryBarrier();
                var deadline = node.Conn.Deadline;
                if (deadline == 0) continue;
                if (deadline <= now) return node.Conn;
                Schedule(node, deadline);
            }

            _firesAt = long.MaxValue;
            Arm(now);
            return null;
        }
    }

    private void Schedule(DeadlineNode node, long instant)
    {
        _wheel.Schedule(node, instant);
        node.WatchedUntil = instant;
    }

    private void Arm(long now)
    {
        var timeout = _wheel.TimeoutMs(now);
        if (timeout < 0 || now + timeout >= _firesAt) return;
        _firesAt = now + timeout;
        _timer.Change(timeout, Timeout.Infinite);
    }
}
