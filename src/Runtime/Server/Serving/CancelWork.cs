using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Work item that cancels a request whose peer has left, or ends one whose handler was abandoned. It runs on the thread pool, because
/// callbacks of the token are the program's code and must not run on a leader or inside a call of this library.
/// </summary>
/// <remarks>
/// A class rather than a tuple, which would add the runtime's loader of generic types to every native binary.
/// </remarks>
internal sealed class CancelWork(Conn conn, ServerHost host, RequestContext context, Request? request, bool ends)
    : IThreadPoolWorkItem
{
    public void Execute()
    {
        string? about = null;
        try
        {
            try
            {
                // The request is described before the callbacks run, because they may end it.
                if (request is not null) about = ServerLog.Describe(request);
            }
            finally
            {
                // If Close has aborted the connection, the peer is not to blame.
                if (ends) context.End();
                else if (host.IsCut) context.Cancel();
                else context.CancelByPeer();
            }
        }
        catch (Exception failure)
        {
            host.LogOf("A callback registered for the cancellation of a request failed.", conn.RemoteEndPoint, about, failure);
        }
    }
}
