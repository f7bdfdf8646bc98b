using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// Detector for a switched connection that was not disposed. The stream refers to its guard, and a pending read or write refers to the
/// stream. So the connection can no longer be used when the guard is collected.
/// </summary>
internal sealed class SwitchGuard(Conn conn, ConnSettings settings, string? origin)
{
    // Queued to the pool, because End takes locks and calls the user's log.
    ~SwitchGuard() => ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.End(), this, preferLocal: false);

    private void End()
    {
        conn.Close();
        settings.TellLeak(origin);
    }
}
