// Closes a connection. If a socket with unread input is closed, the kernel sends a reset, which can destroy a response that the peer has
// not read yet. So after a rejected or unfinished request the server sends FIN and discards input until the peer closes too, for at most
// 500 ms (BEHAVIOUR P13).
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class ServerConn
{
    private const long LingerMs = 500;

    // Largest number of reads in one turn while lingering.
    private const int LingerReadsPerTurn = 16;

    private bool _mustLinger;

    private TurnEnd Reject(RejectReason reason)
    {
        // The parser refuses the preface of HTTP/2 as a request of version 2.0.
        if (reason == RejectReason.UnsupportedVersion && !_hasServed && Host.UnencryptedHttp2?.TryTake(this) is { } end) return end;
        _headBegun = false;
        TellRefused(reason, Input.Unread);
        // Limits of the previous response do not apply to this one.
        _exchange?.Waits.Reset();
        RefusalResponse.Write(ref Output, reason);
        _mustLinger = true;
        return FlushAndClose();
    }

    private TurnEnd FlushAndClose()
    {
        _closesAfter = true;
        if (FlushAnd(TurnEnd.Closed) == TurnEnd.Suspended) return TurnEnd.Suspended;
        if (!_mustLinger && Input.IsEmpty) return CloseNow();
        return BeginLinger();
    }

    private TurnEnd BeginLinger()
    {
        _state = State.Lingering;
        _conn.ShutdownSend();
        ReturnExchange();
        Output.Release();
        _conn.SetDeadline(Environment.TickCount64 + LingerMs);
        return Linger(Ready.None);
    }

    private TurnEnd Linger(Ready ready)
    {
        Input.Release();
        if ((ready & Ready.Deadline) != 0) return CloseNow();
        Span<byte> scratch = stackalloc byte[4096];
        for (var reads = 0; reads < LingerReadsPerTurn; reads++)
        {
            var count = _conn.TryReceive(scratch);
            if (count == 0) return CloseNow();
            if (count == Conn.WouldBlock) return TurnEnd.Quiet;
        }

        return TurnEnd.Again;
    }

    private TurnEnd CloseNow()
    {
        if (_state == State.Closed) return TurnEnd.Closed;
        _state = State.Closed;
        ReturnExchange();
        Input.Release();
        Output.Release();
        try
        {
            _conn.Close();
            Hooks?.Enter(ConnState.Closed);
        }
        finally
        {
            // Otherwise a shutdown would wait for this connection for ever.
            Host.Conns.Remove(this);
        }

        return TurnEnd.Closed;
    }
}
