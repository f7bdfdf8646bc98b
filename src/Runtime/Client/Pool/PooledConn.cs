namespace RouteGen;

/// <summary>The part of a connection that the pool uses: its links in the pool's lists, its age and its end.</summary>
internal abstract class PooledConn(HostConns host)
{
    internal HostConns Host { get; } = host;

    // Guarded by the pool's lock.
    internal bool IsPooled;

    /// <summary>Wall-clock time at which the connection became idle. Zero if it never did, or was passed on to a waiting request.</summary>
    internal long PooledAtWallMs;
    internal PooledConn? IdleAbove;
    internal PooledConn? IdleBelow;
    internal PooledConn? Newer;
    internal PooledConn? Older;

    /// <summary>
    /// True once the connection was in the pool or passed on. The server may have closed it since, which is not an error (BEHAVIOUR C8).
    /// </summary>
    internal bool IsReused { get; set; }

    internal abstract bool IsDead { get; }

    internal abstract bool IsPastLifetime { get; }

    /// <summary>True if the connection was idle too long by the wall clock, or has exceeded its lifetime.</summary>
    internal abstract bool IsTooOld { get; }

    /// <summary>
    /// Closes the connection. Ends its waits and its exchange, and removes it from the pool. Thread-safe; only the first call has an
    /// effect.
    /// </summary>
    /// <param name="error">Error for the caller or the reader of the body. Null if nothing went wrong.</param>
    internal abstract void Kill(Exception? error);
}
