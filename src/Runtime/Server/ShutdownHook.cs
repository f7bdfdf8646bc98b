namespace RouteGen.Serving;

/// <summary>A function that was registered for a server's shutdown, as a work item for the thread pool.</summary>
internal sealed class ShutdownHook(Server server, Action action) : IThreadPoolWorkItem
{
    public void Execute()
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            server.Log("A callback registered for the shutdown failed.", failure);
        }
    }
}
