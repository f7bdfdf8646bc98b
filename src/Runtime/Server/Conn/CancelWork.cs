namespace RouteGen.Serving;

/// <summary>
/// Cancels a request whose peer has gone, on the thread pool: callbacks registered with its token are user code, and run neither on a
/// leader's thread nor inside our own calls.
/// </summary>
/// <remarks>
/// A type of its own: a tuple as the work's state would have every native program carry the runtime's loader of generic types.
/// </remarks>
internal sealed class CancelWork(ServerConn conn, Server server, RequestContext context, Request? request) : IThreadPoolWorkItem
{
    public void Execute()
    {
        // Before the callbacks: they may end the request, which must not be read then.
        var about = request is null ? null : ServerLog.Describe(request);
        try
        {
            // If Close has aborted the connection, the peer has not left.
            if (server.IsCut) context.Cancel();
            else context.CancelByPeer();
        }
        catch (Exception failure)
        {
            server.LogOf("A callback registered for the cancellation of a request failed.", conn.Transport.RemoteEndPoint, about, failure);
        }
    }
}
