// The idle connections of one Transport, and the requests that wait for one (BEHAVIOUR C3 to C6).
//
// A request takes the connection of its key that was used last. If there is none, it waits, and a dial is started for it at once, unless
// MaxConnsPerHost forbids. It gets whichever comes first: a connection that becomes idle, given to the waiter that has waited longest, or
// its own dial. A dial that comes too late puts its connection into the pool, or gives it to another waiter.
//
// Counting. HostConns.Count holds dials and connections, lent and idle. A dial adds one; a failed dial and a dead connection take
// it away, once each (PooledConn dies once), and hand the slot to the next waiter for whom no dial was started.
//
// One lock guards everything here, waiters included; a waiter is either in its list or served, never both. Nothing is closed, dialed
// or completed inline under it. The lock of a connection is never taken inside this one, nor this one inside that.
using System.Diagnostics;

namespace RouteGen;

internal sealed class ConnPool(ConnPoolLimits limits, Action<WantConn> startDial, ClientClock clock)
{
    /// <summary>
    /// Dials per host that continue without a waiting request: their connections may serve the next request. More are cancelled.
    /// </summary>
    internal const int OrphanDialsMax = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<ConnKey, HostConns> _hosts = [];

    // All idle connections, from the one used last to the one used least recently.
    private PooledConn? _newest;
    private PooledConn? _oldest;
    private int _idleCount;

    // After CloseIdleConnections nothing is kept until the next request comes.
    private bool _keepsNothing;
    private bool _isDisposed;

    /// <summary>Idle connections, all connections and dials, waiting requests.</summary>
    internal (int Idle, int Conns, int Waiters) Counts
    {
        get
        {
            lock (_gate)
            {
                var conns = 0;
                var waiters = 0;
                foreach (var host in _hosts.Values)
                {
                    conns += host.Count;
                    waiters += host.WaiterCount;
                }

                return (_idleCount, conns, waiters);
            }
        }
    }

    /// <summary>Takes the connection used last. Returns null if there is none; then call <see cref="Want"/>.</summary>
    internal PooledConn? TryTake(ConnKey key)
    {
        while (true)
        {
            PooledConn? conn;
            bool isTooOld;
            lock (_gate)
            {
                if (_isDisposed) throw Disposed();
                _keepsNothing = false;
                conn = _hosts.TryGetValue(key, out var host) ? TakeTop(host) : null;
                if (conn is null) return null;
                isTooOld = conn.IsTooOld;
            }

            if (!isTooOld) return conn;
            conn.Kill(null);
        }
    }

    /// <summary>
    /// Takes the connection used last, or waits for one; the waiter's dial, if it may have one, is started before this returns.
    /// </summary>
    internal WantConn Want(ConnKey key, ClientTrace? trace, out PooledConn? idle)
    {
        WantConn want;
        lock (_gate)
        {
            if (_isDisposed) throw Disposed();
            if (!_hosts.TryGetValue(key, out var host)) _hosts.Add(key, host = new HostConns(key));
            want = new WantConn(host, trace);
            // One may have fallen idle since TryTake looked; whether it is too old is seen when it is used.
            idle = TakeTop(host);
            if (idle is not null) return want;
            host.AddWaiter(want);
            if (host.IsFull(limits.MaxConnsPerHost)) return want;
            host.Count++;
            want.BeginDial();
        }

        startDial(want);
        return want;
    }

    /// <summary>
    /// Ends the wait for a connection because its caller has left. A connection that it has received meanwhile returns to the pool.
    /// </summary>
    internal void Cancel(WantConn want)
    {
        var cancelsDial = false;
        lock (_gate)
        {
            if (want.IsWaiting)
            {
                want.Host.RemoveWaiter(want);
                cancelsDial = want.IsDialing && Orphan(want);
                Forget(want.Host);
            }
        }

        if (cancelsDial) want.CancelDial();
        // Served or failed before it was cancelled: then it is no longer in the list, and nothing will change it any more.
        if (want.Task.IsCompletedSuccessfully) PutOrClose(want.Task.Result);
        else _ = want.Task.Exception;
    }

    /// <summary>A dial has brought a connection.</summary>
    internal void DialSucceeded(WantConn want, PooledConn conn)
    {
        lock (_gate)
        {
            EndDial(want);
            if (want.IsWaiting)
            {
                want.Host.RemoveWaiter(want);
                want.Deliver(conn);
                return;
            }
        }

        PutOrClose(conn);
    }

    /// <summary>A dial has failed: its waiter learns why, and its slot goes to the next.</summary>
    internal void DialFailed(WantConn want, Exception error)
    {
        WantConn? next;
        lock (_gate)
        {
            EndDial(want);
            if (want.IsWaiting)
            {
                want.Host.RemoveWaiter(want);
                want.Fail(error);
            }

            next = ReleaseSlot(want.Host);
        }

        if (next is not null) startDial(next);
    }

    /// <summary>Gives a connection that is ready for the next exchange to a waiter, or keeps it, or closes it.</summary>
    /// <returns>True if it was kept or given on.</returns>
    internal bool PutOrClose(PooledConn conn)
    {
        var isPut = TryPut(conn, out var evicted);
        if (!isPut) conn.Kill(null);
        evicted?.Kill(null);
        return isPut;
    }

    /// <summary>A connection has died. Called once for each.</summary>
    internal void Remove(PooledConn conn)
    {
        WantConn? next;
        lock (_gate)
        {
            if (conn.IsPooled) Unpool(conn);
            next = ReleaseSlot(conn.Host);
        }

        if (next is not null) startDial(next);
    }

    /// <summary>Closes idle connections, and those that become idle before the next request.</summary>
    internal void CloseIdle()
    {
        while (true)
        {
            PooledConn? conn;
            lock (_gate)
            {
                _keepsNothing = true;
                conn = _oldest;
                if (conn is null) return;
                Unpool(conn);
            }

            conn.Kill(null);
        }
    }

    /// <summary>
    /// Closes idle connections, fails waiting requests, ends all dials, and keeps no connections from now on. Exchanges in progress
    /// continue.
    /// </summary>
    internal void Dispose()
    {
        List<WantConn> dials = [];
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var host in _hosts.Values)
            {
                while (host.FirstWaiter is { } want)
                {
                    host.RemoveWaiter(want);
                    want.Fail(Disposed());
                    if (want.IsDialing) Orphan(want);
                }

                // Those whose callers had left before, too: their connections would be closed as soon as they came.
                for (var dial = host.FirstOrphan; dial is not null; dial = dial.Next) dials.Add(dial);
            }
        }

        foreach (var want in dials) want.CancelDial();
        CloseIdle();
    }

    private bool TryPut(PooledConn conn, out PooledConn? evicted)
    {
        evicted = null;
        lock (_gate)
        {
            // It may have died since its owner let go of it; Remove comes after its death and finds it in the pool, or has come before.
            if (conn.IsDead || _isDisposed || conn.IsPastLifetime) return false;
            conn.IsReused = true;
            var host = conn.Host;
            if (host.FirstWaiter is { } want)
            {
                host.RemoveWaiter(want);
                if (want.IsDialing && Orphan(want)) want.CancelDial();
                want.Deliver(conn);
                return true;
            }

            if (_keepsNothing || limits.MaxIdleConnsPerHost < 0) return false;
            if (limits.MaxIdleConnsPerHost > 0 && host.IdleCount >= limits.MaxIdleConnsPerHost) return false;
            Pool(conn);
            if (limits.MaxIdleConns > 0 && _idleCount > limits.MaxIdleConns)
            {
                evicted = _oldest!;
                Unpool(evicted);
            }

            return true;
        }
    }

    private PooledConn? TakeTop(HostConns host)
    {
        while (host.TopIdle is { } conn)
        {
            Unpool(conn);
            // A dead one is on its way to Remove, which finds it gone from the list and only releases its slot.
            if (!conn.IsDead) return conn;
        }

        return null;
    }

    private void Pool(PooledConn conn)
    {
        Debug.Assert(!conn.IsPooled);
        conn.IsPooled = true;
        conn.PooledAtWallMs = clock.WallMs;
        conn.Host.PushIdle(conn);
        conn.Older = _newest;
        if (_newest is null) _oldest = conn;
        else _newest.Newer = conn;
        _newest = conn;
        _idleCount++;
    }

    private void Unpool(PooledConn conn)
    {
        Debug.Assert(conn.IsPooled);
        conn.IsPooled = false;
        conn.Host.RemoveIdle(conn);
        if (conn.Newer is null) _newest = conn.Older;
        else conn.Newer.Older = conn.Older;
        if (conn.Older is null) _oldest = conn.Newer;
        else conn.Older.Newer = conn.Newer;
        conn.Newer = conn.Older = null;
        _idleCount--;
    }

    private static ObjectDisposedException Disposed() => new($"{nameof(RouteGen)}.{nameof(Transport)}");

    // True if a dial without a waiting request must be cancelled.
    private static bool Orphan(WantConn want)
    {
        want.Host.AddOrphan(want);
        return want.Host.OrphanDials > OrphanDialsMax;
    }

    private static void EndDial(WantConn want)
    {
        want.IsDialing = false;
        if (!want.IsWaiting) want.Host.RemoveOrphan(want);
    }

    private WantConn? ReleaseSlot(HostConns host)
    {
        Debug.Assert(host.Count > 0);
        host.Count--;
        var next = limits.MaxConnsPerHost > 0 && !host.IsFull(limits.MaxConnsPerHost) ? host.FirstWithoutDial() : null;
        if (next is not null)
        {
            host.Count++;
            next.BeginDial();
        }

        Forget(host);
        return next;
    }

    // Hosts are forgotten with their last connection, so that a client that walks the web does not remember it.
    private void Forget(HostConns host)
    {
        if (host.IsUnused && _hosts.TryGetValue(host.Key, out var known) && ReferenceEquals(known, host)) _hosts.Remove(host.Key);
    }
}

/// <summary>The limits of a <see cref="ConnPool"/>. Zero means none.</summary>
internal readonly struct ConnPoolLimits(int maxIdleConns, int maxIdleConnsPerHost, int maxConnsPerHost)
{
    internal readonly int MaxIdleConns = maxIdleConns;
    internal readonly int MaxIdleConnsPerHost = maxIdleConnsPerHost;
    internal readonly int MaxConnsPerHost = maxConnsPerHost;
}
