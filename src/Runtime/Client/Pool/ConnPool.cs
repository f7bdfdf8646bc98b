// The idle connections of one Transport, and the requests that wait for a connection (BEHAVIOUR C3 to C6).
//
// A request gets the most recently used idle connection of its key. If there is none, the request waits, and a dial is started for it at
// once unless MaxConnsPerHost is reached. The request gets the first connection available: its own dial, or a connection that becomes idle,
// which goes to the request that has waited longest. A dial that completes too late adds its connection to the pool, or gives it to another
// waiter.
//
// HostConns.Count counts dials and connections, idle and in use. A dial increments the count. A failed dial or a dead connection decrements
// the count once, and passes its slot to the next waiter without a dial.
//
// One lock guards all of this, including the waiters. A waiter is either in its list or served, never both. Under the lock, nothing is
// closed or dialed, and no continuation runs inline. The locks of the pool and of a connection are never taken at the same time.
using System.Diagnostics;

namespace RouteGen;

internal sealed class ConnPool(ConnPoolLimits limits, Action<WantConn> startDial, ClientClock clock)
{
    /// <summary>
    /// Largest number of dials per host that continue without a waiting request, because the next request may use their connections.
    /// </summary>
    internal const int OrphanDialsMax = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<ConnKey, HostConns> _hosts = [];

    // All idle connections, from the most to the least recently used.
    private PooledConn? _newest;
    private PooledConn? _oldest;
    private int _idleCount;

    // Set by CloseIdleConnections: no connection is kept until the next request.
    private bool _keepsNothing;
    private bool _isDisposed;

    /// <summary>Numbers of idle connections, of all connections and dials, and of waiting requests.</summary>
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

    /// <summary>Takes the most recently used idle connection. Returns null if there is none; then call <see cref="Want"/>.</summary>
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
    /// Takes the most recently used idle connection, or adds a waiter. Starts a dial for the waiter unless the limit is reached.
    /// </summary>
    internal WantConn Want(ConnKey key, ClientTrace? trace, out PooledConn? idle)
    {
        WantConn want;
        lock (_gate)
        {
            if (_isDisposed) throw Disposed();
            if (!_hosts.TryGetValue(key, out var host)) _hosts.Add(key, host = new HostConns(key));
            want = new WantConn(host, trace);
            // A connection may have become idle since TryTake. It was returned just now, so its age is not checked.
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
    /// Ends the wait for a connection when its caller has left. A connection that was already delivered returns to the pool.
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
        // A request that was served or failed first is no longer in the list, and its result does not change any more.
        if (want.Task.IsCompletedSuccessfully) PutOrClose(want.Task.Result);
        else _ = want.Task.Exception;
    }

    /// <summary>Gives the connection of a dial to its waiter, or to the pool.</summary>
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

    /// <summary>Fails the waiter of a dial, and passes the dial's slot to the next waiter.</summary>
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

    /// <summary>Gives a connection that is ready for the next exchange to a waiter, adds it to the pool, or closes it.</summary>
    /// <returns>False if the connection was closed.</returns>
    internal bool PutOrClose(PooledConn conn)
    {
        var isPut = TryPut(conn, out var evicted);
        if (!isPut) conn.Kill(null);
        evicted?.Kill(null);
        return isPut;
    }

    /// <summary>Removes a dead connection. Called once for each.</summary>
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

    /// <summary>Closes idle connections, and connections that become idle before the next request.</summary>
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
    /// Closes idle connections, fails waiting requests and cancels all dials. From then on no connection is kept. Exchanges in progress
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

                // Dials whose callers have left are cancelled, too, because their connections would be closed at once.
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
            // The connection may have died since its owner released it. If Remove has already run, IsDead is true here. Otherwise Remove
            // will find the connection in the pool.
            if (conn.IsDead || _isDisposed || conn.IsPastLifetime) return false;
            conn.IsReused = true;
            var host = conn.Host;
            if (host.FirstWaiter is { } want)
            {
                host.RemoveWaiter(want);
                if (want.IsDialing && Orphan(want)) want.CancelDial();
                conn.PooledAtWallMs = 0;
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
            // A dead connection is about to be passed to Remove, which then only releases its slot.
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

    // Records a dial whose waiter has left. Returns true if this dial is one too many and must be cancelled.
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

    // A host is removed with its last connection and waiter, so that a client of many hosts does not accumulate them.
    private void Forget(HostConns host)
    {
        if (host.IsUnused && _hosts.TryGetValue(host.Key, out var known) && ReferenceEquals(known, host)) _hosts.Remove(host.Key);
    }
}

/// <summary>The limits of a <see cref="ConnPool"/>. Zero means no limit.</summary>
internal readonly struct ConnPoolLimits(int maxIdleConns, int maxIdleConnsPerHost, int maxConnsPerHost)
{
    internal readonly int MaxIdleConns = maxIdleConns;
    internal readonly int MaxIdleConnsPerHost = maxIdleConnsPerHost;
    internal readonly int MaxConnsPerHost = maxConnsPerHost;
}
