using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// Notices that the connection of a protocol switch was not disposed: its stream holds it, and a read or write that goes on holds the stream. So when it is
/// collected nobody uses the connection any more, nor ever will.
/// </summary>
internal sealed class SwitchGuard(Conn conn, Transport transport, string? origin)
{
    // Not the finaliser's thread: what follows takes locks and runs the user's log.
    ~SwitchGuard() => ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.End(), this, preferLocal: false);

    private void End()
    {
        conn.Close();
        transport.TellLeak(origin);
    }
}
