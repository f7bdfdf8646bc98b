using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Notices that a connection that was taken over was not disposed: its stream holds it, and a read or write that goes on holds the stream. So when it is
/// collected nobody uses the connection any more, nor ever will. Made by a take-over alone, so other programs do not carry it.
/// </summary>
internal sealed class HijackGuard(Conn conn, Server server, string origin)
{
    // Not the finaliser's thread: what follows takes locks and runs the user's log.
    ~HijackGuard() => ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.End(), this, preferLocal: false);

    private void End()
    {
        conn.Close();
        server.TellHijackLeak(origin);
    }
}
