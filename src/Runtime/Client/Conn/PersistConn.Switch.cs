// The protocol switch (RFC 9110 section 7.8, BEHAVIOUR C24). The connection leaves its exchange and the pool, and becomes a stream that the
// owner of the response owns. Its slot in the pool is released at once, because the stream may live for days.
using RouteGen.IO;

namespace RouteGen;

internal sealed partial class PersistConn
{
    // True if the pending response switches protocols. Guarded by _gate.
    private bool _switches;

    // Handles the head of a switch. The rest of the request, if any, is written first.
    private void EndSwitched(Exchange exchange, Response response, ref Delivery delivery)
    {
        Task? writer;
        bool isWriting;
        lock (_gate)
        {
            if (_phase == Phase.Dead) return;
            isWriting = _isWriting;
            writer = _writer;
            _switches = true;
            if (isWriting) _pendingResponse = response;
        }

        if (isWriting)
        {
            if (writer is not null) _ = LimitPendingAsync(writer, response);
        }
        else if (TryDetach(exchange, response))
        {
            delivery = new(exchange, response, isOver: true);
        }
    }

    // Returns false if the connection has died.
    private bool TryDetach(Exchange exchange, Response response)
    {
        exchange.EndRegistrations();
        lock (_gate)
        {
            if (_phase == Phase.Dead) return false;
            exchange.IsDecided = true;
            _exchange = null;
            _phase = Phase.Dead;
            // From here on the stream closes the connection.
            _isClosed = true;
            _conn.SetDeadline(exchange.Limits.CoversBody ? exchange.Limits.Deadline : 0);
        }

        var guard = new SwitchGuard(_conn, _settings, OriginOf(exchange));
        response.Body = new SwitchedBody(new ConnStream(_conn, _input.Unread) { Guard = guard });
        _input.Release();
        _settings.Pool.Remove(this);
        return true;
    }
}
