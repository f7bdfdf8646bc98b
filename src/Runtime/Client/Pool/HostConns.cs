// The connections of one key. The pool's lock guards this state. The lists are intrusive, so that a cancelled waiter, or a connection that
// the server closed, is removed from any position in constant time.
using System.Diagnostics;

namespace RouteGen;

internal sealed class HostConns(ConnKey key)
{
    private WantConn? _firstWaiter;
    private WantConn? _lastWaiter;
    private WantConn? _firstOrphan;

    internal ConnKey Key { get; } = key;

    /// <summary>Number of connections and dials, which <c>MaxConnsPerHost</c> limits.</summary>
    internal int Count;

    /// <summary>Number of dials whose caller has left or got another connection.</summary>
    internal int OrphanDials { get; private set; }

    /// <summary>The most recently used idle connection.</summary>
    internal PooledConn? TopIdle { get; private set; }

    internal int IdleCount { get; private set; }

    internal int WaiterCount { get; private set; }

    internal WantConn? FirstWaiter => _firstWaiter;

    /// <summary>The first dial without a waiting request, linked to the others.</summary>
    internal WantConn? FirstOrphan => _firstOrphan;

    /// <summary>Returns true if no connection may be dialed until another one ends.</summary>
    internal bool IsFull(int countMax) => countMax > 0 && Count >= countMax;

    internal bool IsUnused => Count == 0 && WaiterCount == 0;

    /// <summary>Returns the longest-waiting request for which no dial was started.</summary>
    internal WantConn? FirstWithoutDial()
    {
        for (var want = _firstWaiter; want is not null; want = want.Next)
            if (!want.HasDialed) return want;
        return null;
    }

    internal void AddWaiter(WantConn want)
    {
        want.IsWaiting = true;
        want.Previous = _lastWaiter;
        if (_lastWaiter is null) _firstWaiter = want;
        else _lastWaiter.Next = want;
        _lastWaiter = want;
        WaiterCount++;
    }

    internal void RemoveWaiter(WantConn want)
    {
        Debug.Assert(want.IsWaiting);
        want.IsWaiting = false;
        if (want.Previous is null) _firstWaiter = want.Next;
        else want.Previous.Next = want.Next;
        if (want.Next is null) _lastWaiter = want.Previous;
        else want.Next.Previous = want.Previous;
        want.Next = want.Previous = null;
        WaiterCount--;
    }

    /// <summary>Adds a dial whose waiter has left the list of waiters.</summary>
    internal void AddOrphan(WantConn want)
    {
        want.Next = _firstOrphan;
        if (_firstOrphan is not null) _firstOrphan.Previous = want;
        _firstOrphan = want;
        OrphanDials++;
    }

    internal void RemoveOrphan(WantConn want)
    {
        if (want.Previous is null) _firstOrphan = want.Next;
        else want.Previous.Next = want.Next;
        if (want.Next is not null) want.Next.Previous = want.Previous;
        want.Next = want.Previous = null;
        OrphanDials--;
    }

    internal void PushIdle(PooledConn conn)
    {
        conn.IdleBelow = TopIdle;
        if (TopIdle is not null) TopIdle.IdleAbove = conn;
        TopIdle = conn;
        IdleCount++;
    }

    internal void RemoveIdle(PooledConn conn)
    {
        if (conn.IdleAbove is null) TopIdle = conn.IdleBelow;
        else conn.IdleAbove.IdleBelow = conn.IdleBelow;
        if (conn.IdleBelow is not null) conn.IdleBelow.IdleAbove = conn.IdleAbove;
        conn.IdleAbove = conn.IdleBelow = null;
        IdleCount--;
    }
}
