using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

// Members that can be changed while a server runs.
public sealed partial class Server
{
    // Guarded by _gate.
    private List<ShutdownHook>? _shutdownHooks;

    private int _hasToldHijackLeak;

    /// <summary>Sets whether connections serve more than one request. They do by default. Go's name: <c>SetKeepAlivesEnabled</c>.</summary>
    /// <param name="enabled">
    /// If false, every response from now on closes its connection, and idle connections are closed after <see cref="ShutdownIdleGrace"/>;
    /// for a server that is short of resources, or about to stop.
    /// </param>
    public void SetKeepAlivesEnabled(bool enabled)
    {
        lock (_gate)
        {
            _keepsNoneAlive = !enabled;
            _isClosingConns = _isStopping || _isDraining || _keepsNoneAlive;
        }

        if (enabled) return;
        foreach (var conn in _conns.Snapshot()) conn.Transport.Notify(Ready.Stop);
    }

    /// <summary>
    /// Adds a function that <see cref="ShutdownAsync"/> starts, for connections that were taken over, for which it does not wait. Go's
    /// name: <c>RegisterOnShutdown</c>.
    /// </summary>
    /// <remarks>
    /// Runs on the thread pool when the shutdown begins; it is not awaited, and its exceptions are logged. <see cref="Close"/> does not
    /// start it.
    /// </remarks>
    /// <param name="action">The function.</param>
    public void RegisterOnShutdown(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_gate) (_shutdownHooks ??= []).Add(new ShutdownHook(this, action));
    }

    /// <summary>Logs a hijacked connection that was never disposed. Once only: a handler that forgets one forgets all.</summary>
    internal void TellHijackLeak(string origin)
    {
        if (Interlocked.Exchange(ref _hasToldHijackLeak, 1) != 0) return;
        Logger.Write(
            "A handler did not dispose the connection that it had taken over; it was open until now, and has been closed. Further ones are "
                + "not reported.", $"handler of {origin}");
    }

    private void RunShutdownHooks()
    {
        ShutdownHook[] hooks;
        lock (_gate) hooks = _shutdownHooks is null ? [] : [.. _shutdownHooks];
        foreach (var hook in hooks) ThreadPool.UnsafeQueueUserWorkItem(hook, preferLocal: false);
    }

    // Logged once until there is room again: a server that is full gets thousands of connections.
    private bool TryAdd(ServerConn conn)
    {
        var isAdded = _conns.TryAdd(conn, MaxConns);
        if (!isAdded && !_isFull) Log($"The server has {MaxConns} connections, as many as MaxConns allows; further ones are closed.");
        _isFull = !isAdded;
        return isAdded;
    }
}
