// Taking the connection over. The driver ends here: its state is Hijacked, its output is held for ever, and an operation that never ends
// makes the turn that runs the handler end with Suspended and without a Resume. So the connection stays owned, by the stream that the
// handler got, and events posted to it no longer start a turn.
namespace RouteGen.Serving;

internal sealed partial class ServerConn
{
    // Longest path in a log line.
    private const int OriginLengthMax = 200;

    /// <summary>
    /// Gives the connection to its handler: responses that were finished before, and the head of this one, are sent first.
    /// </summary>
    internal HijackedConn Hijack()
    {
        FlushOutput();
        var guard = new HijackGuard(_conn, _server, OriginOf(_exchange!.Request));
        // For ever: no lease.
        AcquireOutput();
        Output.Release();
        _conn.SetDeadline(0);
        _watching = null;
        var hijacked = new HijackedConn(_conn, Input.Unread, guard);
        Input.Release();
        _state = State.Hijacked;
        BeginOperation();
        _conn.Driver = null;
        _server.Forget(this);
        Hooks?.Enter(ConnState.Hijacked);
        return hijacked;
    }

    // Without the query, which may hold a secret.
    private static string OriginOf(Request request)
    {
        var origin = $"{request.Method} {request.Url.EscapedPath}";
        return origin.Length <= OriginLengthMax ? origin : origin[..OriginLengthMax];
    }

    // The handler has completed; the hijacked connection lives on without us, unless the handler failed: then nothing else would dispose
    // it. The exchange is not reused: its writer still knows what became of the response.
    private void EndHijacked(ServedExchange exchange, Exception? failure)
    {
        if (failure is not (null or AbortHandlerException) && !Fault.IsPeersCancellation(failure, exchange.Request))
            Log("A handler failed after it had taken its connection over.", failure, exchange.Request);
        exchange.Writer.EndHijacked(closes: failure is not null);
        _exchange = null;
        TryEnd(exchange);
    }
}
