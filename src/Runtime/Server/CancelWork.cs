namespace RouteGen.Serving;

/// <summary>
/// Cancels a request whose peer has gone, on the thread pool: what is registered with its token is the user's, and runs neither on a leader's
/// thread nor inside our own calls.
/// </summary>
/// <remarks>A type of its own: a tuple as the work's state would have every native program carry the runtime's loader of generic types.</remarks>
internal sealed class CancelWork(Server server, RequestContext context) : IThreadPoolWorkItem
{
    public void Execute()
    {
        try
        {
            // If Close has aborted the connection, the peer has not left.
            if (server.IsCut) context.Cancel();
            else context.CancelByPeer();
        }
        catch (Exception failure)
        {
            server.Log("A callback registered for the cancellation of a request failed.", failure);
        }
    }
}
