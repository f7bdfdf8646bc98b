using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Hands a connection to the function for its protocol. The connection's only turn ends with Suspended and is not resumed, so the
/// function's stream owns the connection. The server counts it until it is closed.
/// </summary>
internal sealed class NextProtoDriver(Server server, ServerConn conn, TlsConn tls, TlsNextProtoHandler handler) : ConnDriver
{
    internal override TurnEnd RunTurn(Ready ready)
    {
        tls.SetDeadline(0);
        conn.Hooks?.Enter(ConnState.Active);
        var entered = tls.EnterHandler();
        _ = RunAsync();
        // The turn is suspended in either case, so the result is ignored.
        tls.ExitHandler(entered);
        AmbientState.Restore();
        return TurnEnd.Suspended;
    }

    private async Task RunAsync()
    {
        var stream = new HijackedConn(new ConnStream(tls));
        try
        {
            await handler(server, stream, server.Handler ?? ServeMux.Default).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // The peer is gone, which is never logged.
        }
        catch (Exception failure)
        {
            server.LogOf("A TlsNextProto function failed.", tls.RemoteEndPoint, tls.Tls!.NegotiatedProtocol, failure);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            conn.Hooks?.Enter(ConnState.Closed);
            server.Host.Conns.Remove(conn);
        }
    }
}
