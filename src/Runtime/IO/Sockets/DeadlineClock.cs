// Watches the deadlines of every connection of the back end, with one timing wheel and one timer. The timer is set to the wheel's next
// instant, and is off while nothing is scheduled.
//
// An owner writes the deadline of its connection, and calls the clock only if the new instant is earlier than the watched one. At a watched
// instant the clock reads the deadline itself, and continues to watch if the deadline was moved later.
//
// Race: the clock marks the connection as not watched and then reads the deadline. The owner writes the deadline and then reads the mark.
// Each has a full fence between its two steps, so at least one of them sees the other's write.
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
        // Suppresses ExecutionContext flow, because the timer outlives every request and must not keep the first one's AsyncLocals. The
        // timer fires once now, because the runtime starts its timer thread with the first timer, and cannot do so when no descriptor is
        // left.
        using (ExecutionContext.SuppressFlow())
            _timer = new Timer(static state => ((DeadlineClock)state!).Tick(), this, dueTime: 0, Timeout.Infinite);
    }

    /// <summary>Makes sure that the connection's deadline is checked at this instant or earlier.</summary>
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

    /// <summary>Stops watching a connection that is being closed. Its deadline is already zero.</summary>
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

    // Returns a connection with an expired deadline. Returns null, and sets the timer again, if there are no more.
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
