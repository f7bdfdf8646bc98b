// States of a server: created -> started (listens, perhaps at several addresses) -> stopping (accepts no connections; open ones finish) ->
// closed. _gate guards the state, the listeners and the shutdown hooks.
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    private readonly Lock _gate = new();
    private readonly List<Listener> _listeners = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _keepsNoneAlive;
    private bool _isFull;

    internal bool IsStopping => Host.IsStopping;

    /// <summary>Listens on <see cref="Addr"/>, or on inherited sockets, and returns. Requests are served in the background.</summary>
    /// <exception cref="TransportException">
    /// The address is in use or cannot be listened on, the process has too few file descriptors, the inherited sockets cannot be served, or
    /// an earlier start with them has failed.
    /// </exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException">The server was shut down.</exception>
    /// <exception cref="InvalidOperationException">A mounted member is null (<see cref="MountAttribute"/>), or no thread could be
    /// started.</exception>
    public void Start()
    {
        if (Host.IsStopping) throw new ServerClosedException();
        ServerPreload.Run();
        StartAll(MakeDriver);
    }

    // The order of precedence is Addr, inherited sockets, the default address.
    private List<Listener> StartAll(Func<Conn, RequestContext?, ConnDriver> makeDriver)
    {
        var inherited = TakeInherited();
        try
        {
            return StartEach(inherited.Count > 0 ? inherited : [Listener.Listen(Addr)], makeDriver);
        }
        catch when (inherited.Count > 0)
        {
            InheritedSockets.Lose();
            throw;
        }
    }

    /// <summary>Starts listeners. If one cannot be started, all are disposed, and the server can be started again.</summary>
    internal List<Listener> StartEach(List<Listener> listeners, Func<Conn, RequestContext?, ConnDriver> makeDriver)
    {
        try
        {
            // The program's code runs before any listener accepts, so if that code fails, no connection was accepted. Later, only the
            // system can fail, for lack of a thread or memory. Connections accepted by then stay open and are served, as after the disposal
            // of a listener.
            var contexts = new RequestContext?[listeners.Count];
            for (var index = 0; index < contexts.Length; index++) contexts[index] = MakeReady(listeners[index]);
            for (var index = 0; index < contexts.Length; index++) Accept(listeners[index], contexts[index], makeDriver);
            return listeners;
        }
        catch
        {
            Withdraw(listeners);
            throw;
        }
    }

    // Closes listeners that were started before another one failed. The server is then as it was before the start.
    private void Withdraw(List<Listener> listeners)
    {
        foreach (var listener in listeners) listener.Dispose();
        lock (_gate)
        {
            foreach (var listener in listeners) _listeners.Remove(listener);
            if (_listeners.Count == 0) LocalEndPoint = null;
        }
    }

    private List<Listener> TakeInherited()
    {
        if (_addr is null)
        {
            const string IgnoredByName = "Inherited sockets are not served, because their name is not InheritedSocketName.";
            return InheritedSockets.Take(InheritedSocketName, Listener.FromDescriptor, sockets => Logger.Write(IgnoredByName, sockets));
        }

        InheritedSockets.NoteUnused(
            sockets => Logger.Write("Inherited sockets are not served by this server, because its Addr is set.", sockets));
        return [];
    }

    /// <summary>Begins to serve the requests of a listener, and returns. The server disposes the listener when it shuts down.</summary>
    /// <param name="listener">The listener, which must not have been served before. A server may serve several listeners.</param>
    /// <exception cref="ServerClosedException">The server was shut down. The listener is disposed.</exception>
    /// <exception cref="InvalidOperationException">A mounted member is null (<see cref="MountAttribute"/>), no thread could be started, or
    /// the listener was served before.</exception>
    /// <exception cref="ObjectDisposedException">The listener was disposed.</exception>
    public void Start(Listener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        StartWith(listener, MakeDriver);
    }

    private void StartWith(Listener listener, Func<Conn, RequestContext?, ConnDriver> makeDriver) =>
        Accept(listener, MakeReady(listener), makeDriver);

    // Called outside the lock: it runs code of the program, which may call this server.
    private RequestContext? MakeReady(Listener listener)
    {
        Prepare(listener);
        CheckNotStopping(listener);
        listener.BeginServe();
        return MakeBaseContext(listener);
    }

    private void Accept(Listener listener, RequestContext? context, Func<Conn, RequestContext?, ConnDriver> makeDriver)
    {
        lock (_gate)
        {
            CheckNotStopping(listener);
            StartAccepting(listener, conn => makeDriver(conn, context));
            _listeners.Add(listener);
        }
    }

    private void CheckNotStopping(Listener listener)
    {
        if (!Host.IsStopping) return;
        listener.Dispose();
        throw new ServerClosedException();
    }

    private RequestContext? MakeBaseContext(Listener listener)
    {
        if (BaseContext is not { } make) return null;
        try
        {
            return make(listener) ?? throw new InvalidOperationException("BaseContext returned null.");
        }
        catch
        {
            // While the listener is open, clients could connect, but would never be accepted.
            listener.Dispose();
            throw;
        }
    }

    // Throws if no thread can be started.
    private void StartAccepting(Listener listener, Func<Conn, ConnDriver> makeDriver)
    {
        var former = LocalEndPoint;
        try
        {
            // The address is set before the first connection is accepted, because its handler may read it.
            LocalEndPoint ??= listener.LocalEndPoint;
            listener.Socket.Start(makeDriver, LogMessage);
        }
        catch
        {
            LocalEndPoint = former;
            listener.Dispose();
            throw;
        }
    }

    // Called outside the lock, because reading mounted members may run code of the program.
    private void Prepare(Listener listener)
    {
        try
        {
            ServerPreload.Run();
            if ((Handler is null ? ServeMux.Default : Handler as ServeMux ?? (Handler as IServeMux)?.Mux) is not { } mux) return;
            mux.CheckMounts();
            foreach (var remark in mux.TakeRemarks()) LogMessage(remark);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Listens on <see cref="Addr"/>, or on inherited sockets, and serves requests until the server is shut down or closed. Go's name:
    /// <c>Server.ListenAndServe</c>.
    /// </summary>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method then returns.</param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException"><see cref="ShutdownAsync"/> or <see cref="Close"/> was called. If that happens during the
    /// call, the exception is thrown only after all connections are closed.</exception>
    /// <exception cref="InvalidOperationException">A mounted member is null (<see cref="MountAttribute"/>), or no thread could be
    /// started.</exception>
    public async Task ListenAndServeAsync(CancellationToken cancellationToken = default)
    {
        if (Host.IsStopping) throw new ServerClosedException();
        ServerPreload.Run();
        await ServeAllAsync(MakeDriver, cancellationToken).ConfigureAwait(false);
    }

    private async Task ServeAllAsync(Func<Conn, RequestContext?, ConnDriver> makeDriver, CancellationToken cancellationToken)
    {
        var listeners = StartAll(makeDriver);
        var serving = new Task[listeners.Count];
        for (var index = 0; index < serving.Length; index++) serving[index] = ServeStartedAsync(listeners[index], cancellationToken);
        await Task.WhenAll(serving).ConfigureAwait(false);
    }

    /// <summary>
    /// Serves the requests of a listener until the server is shut down or closed. Go's name: <c>Server.Serve</c>.
    /// </summary>
    /// <param name="listener">The listener, which must not have been served before. It is disposed when the method returns. A server may
    /// serve several listeners.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method then returns.</param>
    /// <exception cref="ServerClosedException"><see cref="ShutdownAsync"/> or <see cref="Close"/> was called. If that happens during the
    /// call, the exception is thrown only after all connections are closed.</exception>
    /// <exception cref="InvalidOperationException">A mounted member is null (<see cref="MountAttribute"/>), no thread could be started, or
    /// the listener was served before.</exception>
    /// <exception cref="ObjectDisposedException">The program has disposed the listener. Its connections stay open.</exception>
    public async Task ServeAsync(Listener listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        await ServeWithAsync(listener, MakeDriver, cancellationToken).ConfigureAwait(false);
    }

    private async Task ServeWithAsync(
        Listener listener, Func<Conn, RequestContext?, ConnDriver> makeDriver, CancellationToken cancellationToken)
    {
        StartWith(listener, makeDriver);
        await ServeStartedAsync(listener, cancellationToken).ConfigureAwait(false);
    }

    private async Task ServeStartedAsync(Listener listener, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static state => ((Server)state!).BeginShutdown(), this);
        await listener.Closed.ConfigureAwait(false);
        lock (_gate)
        {
            if (!Host.IsStopping)
            {
                _listeners.Remove(listener);
                throw new ObjectDisposedException(nameof(Listener), "The listener was disposed while it was being served.");
            }
        }

        await _finished.Task.ConfigureAwait(false);
        if (!cancellationToken.IsCancellationRequested) throw new ServerClosedException();
    }

    /// <summary>
    /// Stops accepting, completes the response to each request that has begun, and closes the connections. An idle connection that has
    /// served a request closes after <see cref="ShutdownIdleGrace"/>, so that a request on its way is not lost. A connection that has
    /// received no data closes 5 s after it was accepted. Does not wait for hijacked connections (<see cref="RegisterOnShutdown"/>).
    /// </summary>
    /// <remarks>
    /// Without a token the wait has no limit. Handlers are not interrupted. A handler may be waiting for a client that has left, because
    /// the departure is not detected while data from the client, such as its next request, is unread. <see cref="RunAsync"/> has a limit
    /// (<see cref="DrainTimeout"/>).
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait. Open connections stay open until <see cref="Close"/> is called.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task ShutdownAsync(CancellationToken cancellationToken = default)
    {
        BeginShutdown();
        await _finished.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops accepting and aborts all connections. Does not wait. Go's name: <c>Server.Close</c>.</summary>
    public void Close()
    {
        Host.IsCut = true;
        BeginShutdown(runsHooks: false);
        foreach (var conn in Host.Conns.Snapshot())
        {
            conn.Transport.Abort();
            // Cancels the request even if its handler neither reads nor writes, and the peer is not being watched.
            conn.OnPeerEnded();
        }
    }

    private void BeginShutdown(bool runsHooks = true)
    {
        lock (_gate)
        {
            if (Host.IsStopping) return;
            Host.IsStopping = true;
            Host.IsClosingConns = true;
        }

        if (runsHooks) RunShutdownHooks();
        _ = FinishShutdownAsync();
    }

    private async Task FinishShutdownAsync()
    {
        // Connections in the backlog are accepted and served, because their clients regard them as established.
        Listener[] listeners;
        lock (_gate) listeners = [.. _listeners];
        // All of them stop before the first one is waited for, because a handler that blocks the thread of its accept delays the end of its
        // listener.
        foreach (var listener in listeners) listener.Dispose();
        StopConns();
        foreach (var listener in listeners) await listener.StopAsync().ConfigureAwait(false);
        StopConns();
        await Host.Conns.WhenEmptyAsync().ConfigureAwait(false);
        _finished.TrySetResult();
    }

    private void StopConns()
    {
        foreach (var conn in Host.Conns.Snapshot()) conn.Transport.Notify(Ready.Stop);
    }

    internal ConnDriver MakeDriver(Conn transport, RequestContext? baseContext)
    {
        var conn = new ServerConn(Host, transport);
        if (!TryAdd(conn)) return new RefusedConn(transport);
        try
        {
            conn.Hooks = MakeHooks(transport, baseContext);
        }
        catch
        {
            Host.Conns.Remove(conn);
            throw;
        }

        // Close aborts the connections in the list. A connection that is added later is aborted here.
        if (Host.IsCut) transport.Abort();
        return !SpeaksHttp1 && transport is not TlsConn && Host.UnencryptedHttp2 is { } starter ? starter.Take(conn) : conn;
    }
}
