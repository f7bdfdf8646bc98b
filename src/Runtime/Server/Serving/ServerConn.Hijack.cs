// Hands the connection to a handler. The state becomes Hijacked, and the output is never released. An operation that never ends makes the
// handler's turn end with Suspended, and no Resume follows. So no event can start another turn, and the handler's stream owns the
// connection.
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed partial class ServerConn
{
    // Longest method and path in a log line.
    private const int OriginLengthMax = 200;

    internal override HijackedConn Hijack()
    {
        FlushOutput();
        var guard = new HijackGuard(_conn, Host, OriginOf(_exchange!.Request));
        // The output is never released, so the lease is never disposed.
        _ = HoldOutput();
        Output.Release();
        _conn.SetDeadline(0);
        ForgetContext();
        var hijacked = new HijackedConn(new ConnStream(_conn, Input.Unread) { Guard = guard });
        Input.Release();
        _state = State.Hijacked;
        BeginOperation();
        _conn.Driver = null;
        Host.Conns.Remove(this);
        Hooks?.Enter(ConnState.Hijacked);
        return hijacked;
    }

    // Omits the query, which may contain a secret.
    private static string OriginOf(Request request)
    {
        var origin = $"{request.Method} {request.Url.EscapedPath}";
        return origin.Length <= OriginLengthMax ? origin : origin[..OriginLengthMax];
    }

    // Called when the handler has completed. If the handler failed, the hijacked connection is closed, because a failed handler does not
    // dispose it. The exchange is not reused, because the handler's writer still reports the state of the response.
    private void EndHijacked(ServedExchange exchange, Exception? failure)
    {
        if (failure is not (null or AbortHandlerException) && !Fault.IsPeersCancellation(failure, exchange.Request))
            Log("A handler failed after it had taken its connection over.", failure, exchange.Request);
        exchange.Writer.EndHijacked(closes: failure is not null);
        Exchange = null;
        TryEnd(exchange);
    }
}
