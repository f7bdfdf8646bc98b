using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// Notices that the connection of a protocol switch was not disposed: its stream holds it, and a pending read or write holds the stream. So
/// when it is collected, the connection can no longer be used.
/// </summary>
internal sealed class SwitchGuard(Conn conn, ConnSettings settings, string? origin)
{
    // Not on the finaliser's thread: this takes locks and calls the user's log.
    ~SwitchGuard() => ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.End(), this, preferLocal: false);

    private void End()
    {
        conn.Close();
        settings.TellLeak(origin);
    }
}
