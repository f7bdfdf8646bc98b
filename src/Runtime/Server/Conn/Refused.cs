using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>Reports refused requests to the metrics and to <see cref="Server.OnRefused"/>.</summary>
internal static class Refused
{
    internal static void Tell(ServerHost host, Conn conn, RejectReason reason, ReadOnlySpan<byte> input)
    {
        using var scope = new AmbientScope();
        try
        {
            RefusalCounter.Count?.Invoke(reason);
        }
        catch (Exception failure)
        {
            host.LogOf("A metrics listener failed.", conn.RemoteEndPoint, null, failure);
        }

        if (host.OnRefused is not { } hook) return;
        try
        {
            hook(new RefusedRequest(reason, conn.RemoteEndPoint, input));
        }
        catch (Exception failure)
        {
            host.LogOf("The OnRefused hook failed.", conn.RemoteEndPoint, null, failure);
        }
    }
}
