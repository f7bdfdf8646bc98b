using System.Net;
using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>State of a connection for the hooks of its server, if any.</summary>
/// <param name="host">The server, whose log gets the failures of the hook.</param>
/// <param name="peer">The peer's address. Null if there is no hook.</param>
/// <param name="context">Parent of the contexts of the connection's requests. Null if there is none.</param>
/// <param name="hook">Called for each state. Null if there is none.</param>
internal sealed class ConnHooks(ServerHost host, EndPoint? peer, RequestContext? context, Action<ConnState>? hook)
{
    private ConnState _state;

    /// <summary>Parent of the contexts of the connection's requests. Null if there is none.</summary>
    internal RequestContext? Context => context;

    /// <summary>Reports that the connection is new.</summary>
    internal void Begin() => Tell();

    /// <summary>Reports a new state of the connection. A repeated state is not reported. Called by the owner of the connection.</summary>
    internal void Enter(ConnState state)
    {
        if (state == _state) return;
        _state = state;
        Tell();
    }

    private void Tell()
    {
        if (hook is null) return;
        using var scope = new AmbientScope();
        try
        {
            hook(_state);
        }
        catch (Exception failure)
        {
            host.LogOf("The ConnState hook failed.", peer!, null, failure);
        }
    }
}
