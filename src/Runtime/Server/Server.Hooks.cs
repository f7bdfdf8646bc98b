using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    // Creates and calls the hooks of an accepted connection. Returns null if there are none. If ConnContext throws, the connection is
    // closed.
    private ConnHooks? MakeHooks(Conn conn, RequestContext? baseContext)
    {
        if (ConnState is null && ConnContext is null) return baseContext is null ? null : new ConnHooks(Host, null, baseContext, null);
        using var scope = new AmbientScope();
        var info = new ConnInfo(this, conn.LocalEndPoint, conn.RemoteEndPoint);
        var context = ConnContext is { } make ? make(baseContext ?? new RequestContext(), info) : baseContext;
        if (ConnContext is not null && context is null) throw new InvalidOperationException("ConnContext returned null.");
        var hook = ConnState;
        var hooks = new ConnHooks(Host, info.RemoteEndPoint, context, hook is null ? null : state => hook(info, state));
        hooks.Begin();
        return hooks;
    }
}
