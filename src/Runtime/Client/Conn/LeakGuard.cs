namespace RouteGen;

/// <summary>
/// Detector for a response that was neither disposed nor read to its end. The body refers to its guard, so both are collected together. At
/// the end of a body the guard returns to its connection, so that a response that is used correctly causes no finalisation.
/// </summary>
internal sealed class LeakGuard(PersistConn conn)
{
    // Queued to the pool, because EndLeaked takes locks and calls the user's log.
    ~LeakGuard()
    {
        if (!conn.IsDead) ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.EndLeaked(), conn, preferLocal: false);
    }
}
