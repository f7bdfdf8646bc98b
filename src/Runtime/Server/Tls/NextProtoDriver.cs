using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Gives a connection to the handler of its protocol, in one turn that never resumes, so that the connection stays owned by the stream. The
/// server counts it until it is closed.
/// </summary>
internal sealed class NextProtoDriver(Server server, ServerConn conn, TlsConn tls, TlsNextProtoHandler handler) : ConnDriver
{
    internal override TurnEnd RunTurn(Ready ready)
    {
        tls.SetDeadline(0);
        conn.Hooks?.Enter(ConnState.Active);
        var entered = tls.EnterHandler();
        _ = RunAsync();
        // It does not matter if this thread still leads: the turn ends suspended.
        tls.ExitHandler(entered);
        AmbientState.Restore();
        return TurnEnd.Suspended;
    }

    private async Task RunAsync()
    {
        var stream = new HijackedConn(tls, default);
        try
        {
            await handler(server, stream, server.Handler ?? ServeMux.Default).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // The peer is gone, as for any connection.
        }
        catch (Exception failure)
        {
            server.LogOf("The handler of a protocol failed.", tls.RemoteEndPoint, tls.Tls!.NegotiatedProtocol, failure);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            conn.Hooks?.Enter(ConnState.Closed);
            server.Forget(conn);
        }
    }
}
