using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Detects hijacked connections that were never disposed. The stream holds the guard, and a read or write in progress holds the stream. So
/// when the guard is collected, the connection is not in use and never will be. Made only by a hijack, so that other programs do not
/// contain it.
/// </summary>
internal sealed class HijackGuard(Conn conn, Server server, string origin)
{
    // Not on the finaliser's thread: this takes locks and calls the user's log.
    ~HijackGuard() => ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.End(), this, preferLocal: false);

    private void End()
    {
        conn.Close();
        server.TellHijackLeak(origin);
    }
}
