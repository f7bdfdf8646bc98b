namespace RouteGen.Serving;

/// <summary>Data that a server's hooks need for a connection. Not created for a server without hooks.</summary>
internal sealed class ConnHooks
{
    private readonly Server _server;
    private readonly ConnInfo? _info;
    private ConnState _state;

    private ConnHooks(Server server, ConnInfo? info, RequestContext? context)
    {
        _server = server;
        _info = info;
        Context = context;
    }

    /// <summary>Parent of the contexts of the connection's requests. Null if there is none.</summary>
    internal RequestContext? Context { get; }

    /// <summary>
    /// Calls the hooks for an accepted connection. Returns null if there are none. If <c>ConnContext</c> throws, the connection is closed.
    /// </summary>
    internal static ConnHooks? Make(Server server, IO.Conn conn, RequestContext? baseContext)
    {
        if (server is { ConnState: null, ConnContext: null }) return baseContext is null ? null : new ConnHooks(server, null, baseContext);
        var info = new ConnInfo(server, conn.LocalEndPoint, conn.RemoteEndPoint);
        var context = server.ConnContext is { } make ? make(baseContext ?? new RequestContext(), info) : baseContext;
        if (server.ConnContext is not null && context is null) throw new InvalidOperationException("ConnContext returned null.");
        var hooks = new ConnHooks(server, info, context);
        hooks.Tell();
        return hooks;
    }

    /// <summary>Reports the state of the connection if it has changed. Called by the owner of the connection.</summary>
    internal void Enter(ConnState state)
    {
        if (state == _state) return;
        _state = state;
        Tell();
    }

    private void Tell()
    {
        if (_info is null || _server.ConnState is not { } hook) return;
        try
        {
            hook(_info, _state);
        }
        catch (Exception failure)
        {
            _server.LogOf("The ConnState hook failed.", _info.RemoteEndPoint, null, failure);
        }
    }
}
