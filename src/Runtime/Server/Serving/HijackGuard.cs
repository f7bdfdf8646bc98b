using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Object whose finalizer detects a hijacked connection that was never disposed. The stream references the guard, and a read or write in
/// progress references the stream. So when the guard is collected, the connection can no longer be used.
/// </summary>
internal sealed class HijackGuard(Conn conn, ServerHost host, string origin)
{
    // Queues End to the thread pool, because it takes locks and calls the program's log, which must not block the finalizer thread.
    ~HijackGuard() => ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.End(), this, preferLocal: false);

    private void End()
    {
        conn.Close();
        host.TellHijackLeak(origin);
    }
}
