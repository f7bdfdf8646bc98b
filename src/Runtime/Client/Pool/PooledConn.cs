namespace RouteGen;

/// <summary>A connection as the pool sees it: its places in the pool's lists, its age and its end.</summary>
internal abstract class PooledConn(HostConns host)
{
    internal HostConns Host { get; } = host;

    // Guarded by the pool's lock.
    internal bool IsPooled;
    internal long PooledAtWallMs;
    internal PooledConn? IdleAbove;
    internal PooledConn? IdleBelow;
    internal PooledConn? Newer;
    internal PooledConn? Older;

    /// <summary>
    /// True if the connection has been idle: then its server may have closed it meanwhile, which is not a fault (BEHAVIOUR C8).
    /// </summary>
    internal bool IsReused { get; set; }

    internal abstract bool IsDead { get; }

    internal abstract bool IsPastLifetime { get; }

    /// <summary>True if it has been idle too long by the wall clock, or lived too long.</summary>
    internal abstract bool IsTooOld { get; }

    /// <summary>
    /// Ends the connection: its waits, its place in the pool, its slot, and the exchange on it. Any thread; the first call counts.
    /// </summary>
    /// <param name="error">Error for the caller or the body's reader. Null if nothing went wrong.</param>
    internal abstract void Kill(Exception? error);
}
