using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

// Members that change a running server.
public sealed partial class Server
{
    // Guarded by _gate.
    private List<ShutdownHook>? _shutdownHooks;

    /// <summary>Enables or disables keep-alive, which is enabled by default. Go's name: <c>SetKeepAlivesEnabled</c>.</summary>
    /// <param name="enabled">
    /// If false, every response closes its connection, and idle connections close after <see cref="ShutdownIdleGrace"/>. Useful for a
    /// server that is short of resources or about to stop.
    /// </param>
    public void SetKeepAlivesEnabled(bool enabled)
    {
        lock (_gate)
        {
            _keepsNoneAlive = !enabled;
            Host.IsClosingConns = Host.IsStopping || _isDraining || _keepsNoneAlive;
        }

        if (!enabled) StopConns();
    }

    /// <summary>
    /// Registers a function that is called when the server begins to shut down. The function can close hijacked connections, for which
    /// <see cref="ShutdownAsync"/> does not wait. Go's name: <c>RegisterOnShutdown</c>.
    /// </summary>
    /// <remarks>
    /// The function runs on the thread pool. <see cref="ShutdownAsync"/> does not wait for it. Its exceptions are logged.
    /// <see cref="Close"/> does not call it.
    /// </remarks>
    /// <param name="action">The function.</param>
    public void RegisterOnShutdown(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_gate) (_shutdownHooks ??= []).Add(new ShutdownHook(this, action));
    }

    private void RunShutdownHooks()
    {
        ShutdownHook[] hooks;
        lock (_gate) hooks = _shutdownHooks is null ? [] : [.. _shutdownHooks];
        foreach (var hook in hooks) ThreadPool.UnsafeQueueUserWorkItem(hook, preferLocal: false);
    }

    // A full server may refuse thousands of connections, so only the first refusal is logged until a connection is accepted again.
    private bool TryAdd(ServerConn conn)
    {
        var isAdded = Host.Conns.TryAdd(conn, MaxConns);
        if (!isAdded && !_isFull) Log($"The server has {MaxConns} connections, as many as MaxConns allows; further ones are closed.");
        _isFull = !isAdded;
        return isAdded;
    }
}
