// A connection of a server. Its turns read heads, run handlers and collect responses.
//
//   idle --bytes--> head --complete--> handling --returned--> responded --> head ... --> idle
//   any of them --rejected, or unread body--> lingering (FIN sent, input discarded) --> closed
//
// A turn (RunTurn, on a leader or a pool thread) owns this state. If a handler does not complete synchronously, the turn ends with
// Suspended, and CompleteAsync becomes the owner. It finishes the response on the thread on which the handler completed, and requests a
// turn. Requests that are already buffered start in that turn, never on the handler's thread.
//
// Responses are collected in Output. They are sent together when the buffered input is consumed, when the buffer is full, or when a later
// handler suspends.
//
// Methods between the reactor and the send that ends a turn are inlined. A system call invalidates the processor's return stack, so that
// the returns after it are mispredicted; each inlined method saves about ten nanoseconds.
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class ServerConn : RequestConn
{
    private const int RequestsPerTurnMax = 64;
    private const int BytesPerTurnMax = 256 * 1024;

    // RFC 9112 section 2.2: servers should ignore an empty line before a request. As in Go, at most 4 bytes are ignored, and only after a
    // POST.
    private const int StrayBytesMax = 4;

    private State _state;
    private bool _hangUp;
    private bool _hasServed;
    private bool _headBegun;
    private bool _isBroken;
    private bool _closesAfter;

    // True if the time limit for the first byte is the shorter one of a stopping server.
    private bool _stopsSoon;
    private int _strayBytesLeft;

    // Instant at which the incomplete head began to arrive, or 0 if no head is incomplete.
    private long _headStart;

    internal ServerConn(ServerHost host, Conn conn)
        : base(host, conn)
    {
    }

    private protected override bool IsHandling => _state == State.Handling;

    private protected override bool IsHijacked => _state == State.Hijacked;

    private enum State : byte
    {
        Head,
        Handling,
        Answered,
        Lingering,
        Hijacked,
        Closed,
    }

    internal override TurnEnd RunTurn(Ready ready)
    {
        try
        {
            return Turn(ready);
        }
        catch (TransportException)
        {
            // The peer is gone, or a limit has expired. Not logged, because this is normal on a network.
            return CloseNow();
        }
        catch (Exception failure)
        {
            Log("A connection failed.", failure);
            return CloseNow();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TurnEnd Turn(Ready ready)
    {
        if ((ready & Ready.HangUp) != 0) _hangUp = true;
        if ((ready & (Ready.Read | Ready.HangUp)) != 0) _mayRead = true;
        if (_state == State.Lingering) return Linger(ready);
        if (_state == State.Answered)
        {
            _state = State.Head;
            if (_isBroken) return CloseNow();
            if (_closesAfter) return FlushAndClose();
        }

        if ((ready & Ready.Stop) != 0) OnStop();
        if ((ready & Ready.Deadline) != 0) return OnDeadline();
        return ServeBuffered();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TurnEnd ServeBuffered()
    {
        _bytesLeft = BytesPerTurnMax;
        for (var requests = 0; ;)
        {
            if (!Input.IsEmpty)
            {
                if (requests == RequestsPerTurnMax || _bytesLeft <= 0) return FlushAnd(TurnEnd.Again);
                if (TryServeOne(out var end))
                {
                    if (end is { } ended) return ended;
                    requests++;
                    continue;
                }
            }

            if (!_mayRead) return GoQuiet();
            var count = Input.Fill(_conn, out var filled);
            if (count == 0) return OnEndOfStream();
            if (count > 0) CountReceived(count, filled);
            // A short read has emptied the socket, unless the peer hung up; then the end of the stream must still be read.
            _mayRead = count > 0 && (filled || _hangUp);
        }
    }

    // Serves the request at the beginning of the input. Returns false if its head is not complete.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryServeOne(out TurnEnd? end)
    {
        end = null;
        if (_strayBytesLeft > 0)
        {
            SkipStrayLineEnds();
            if (Input.IsEmpty) return false;
        }

        var exchange = _exchange ?? RentExchange();
        var received = exchange.Received;
        var head = received.Head;
        if (!_headBegun)
        {
            Hooks?.Enter(ConnState.Active);
            // Many clients repeat their previous head byte for byte, above all if they pipeline. Such a head is not parsed again.
            if (received.IsHeadKnown(Input.Unread, Limits.HeadBytesMax, Limits.LineBytesMax, Limits.FieldCountMax))
            {
                end = Serve(exchange, head);
                return true;
            }

            received.ForgetHead();
            head.LineBytesMax = Limits.LineBytesMax;
            _headBegun = true;
        }

        switch (head.Parse(Input.Unread, Limits.HeadBytesMax, Limits.FieldCountMax))
        {
            case ParseStatus.NeedMore:
                return false;
            case ParseStatus.Rejected:
                end = Reject(head.Reason);
                return true;
            default:
                _headBegun = false;
                end = Serve(exchange, head);
                return true;
        }
    }

    private void SkipStrayLineEnds()
    {
        while (_strayBytesLeft > 0 && !Input.IsEmpty)
        {
            if (Input.Unread[0] is not ((byte)'\r' or (byte)'\n'))
            {
                _strayBytesLeft = 0;
                return;
            }

            Input.Consume(1);
            _strayBytesLeft--;
        }
    }

    // Ends a turn that has consumed the input: sends responses, and releases memory that an idle connection does not need.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TurnEnd GoQuiet()
    {
        if (!TrySendOutput()) return FlushAnd(TurnEnd.Quiet);
        var now = _conn.TurnInstant;
        if (!Input.IsEmpty)
        {
            Input.Shrink();
            if (_headStart != 0) return TurnEnd.Quiet;
            _headStart = now;
            _conn.SetTurnDeadline(now + Limits.HeadMs);
            return TurnEnd.Quiet;
        }

        _headStart = 0;
        ReturnExchange();
        Input.Release();
        Output.Release();
        if (_hasServed) _conn.SetTurnDeadline(now + (IsClosingConns ? Limits.StopIdleMs : Limits.IdleMs));
        else if (_conn.Deadline == 0) SetFirstDeadline(now);
        return TurnEnd.Quiet;
    }

    // Sets the time limit for the first byte.
    private void SetFirstDeadline(long now)
    {
        _stopsSoon = Host.IsStopping;
        _conn.SetTurnDeadline(now + (_stopsSoon ? Limits.StopNewMs : Limits.HeadMs));
    }

    private ServedExchange RentExchange()
    {
        var exchange = ServedExchange.Rent();
        Exchange = exchange;
        return exchange;
    }

    private protected override ConnWaits MakeWaits() => RentExchange().Waits;

    private void ReturnExchange()
    {
        if (_exchange is not { } exchange) return;
        Exchange = null;
        _headBegun = false;
        // During a request the handler may still use the exchange, so it is ended but not pooled.
        if (exchange.IsServing) TryEnd(exchange);
        else ServedExchange.Return(exchange);
    }

    private TurnEnd OnEndOfStream()
    {
        _mayRead = false;
        if (Input.IsEmpty) return FlushAndClose();
        // The head will never be complete (BEHAVIOUR S4).
        return Reject(RejectReason.IncompleteHead);
    }

    private TurnEnd OnDeadline()
    {
        // A request may just have arrived on an idle connection, so one more read is tried before the connection closes.
        if (IsClosingConns && Input.IsEmpty)
        {
            var count = Input.Fill(_conn, out var filled);
            _mayRead = count > 0 && filled;
            if (count > 0) return ServeBuffered();
        }

        if (_state == State.Head && !Input.IsEmpty) TellRefused(RejectReason.HeadTimedOut, Input.Unread);
        return CloseNow();
    }

    // Called when the server shuts down or no longer keeps connections alive. A connection that has served a request gets a grace period
    // for another one that is on its way. A connection that has received no data closes 5 s after its accept (BEHAVIOUR S22).
    private void OnStop()
    {
        if (!Input.IsEmpty) return;
        if (_hasServed) _conn.SetDeadline(Environment.TickCount64 + Limits.StopIdleMs);
        else if (Host.IsStopping && !_stopsSoon && _conn.Deadline is var deadline and not 0)
        {
            _stopsSoon = true;
            _conn.SetDeadline(deadline - Limits.HeadMs + Limits.StopNewMs);
        }
    }
}
