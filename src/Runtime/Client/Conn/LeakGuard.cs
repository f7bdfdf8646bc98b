namespace RouteGen;

/// <summary>
/// Notices that a response was neither disposed nor read to its end: the body holds it meanwhile, and it is collected with the body. It
/// goes back to its connection with the end of each body, so that a response that is used as it should be costs no finaliser.
/// </summary>
internal sealed class LeakGuard(PersistConn conn)
{
    // Not on the finaliser's thread: this takes locks and calls the user's log.
    ~LeakGuard()
    {
        if (!conn.IsDead) ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.EndLeaked(), conn, preferLocal: false);
    }
}
