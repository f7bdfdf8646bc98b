// One connection of a server: turn by turn it reads heads, runs handlers and collects responses.
//
//   idle --bytes--> head --complete--> handling --returned--> responded --> head ... --> idle
//   any of them --rejected, or unread body--> lingering (FIN sent, input thrown away) --> closed
//
// A turn (RunTurn, on a leader's or a pool thread) owns everything here. When a handler does not return at once, the turn ends with
// Suspended and ownership goes to CompleteAsync, which finishes that one response on whatever thread the handler completed, and
// asks for a turn; requests that are already buffered start in that turn, never on the handler's thread.
//
// Responses collect in Output and leave with one send when the buffered input is used up, when the buffer is full, and when a later handler
// suspends.
//
// Methods marked for inlining are between the reactor and the send that ends a turn. A system call invalidates the processor's stack of
// return addresses, so that every return after it is mispredicted: each method less on the way back saves some ten nanoseconds.
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class ServerConn : ConnDriver
{
    private const int RequestsPerTurnMax = 64;
    private const int BytesPerTurnMax = 256 * 1024;

    // RFC 9112 section 2.2 asks servers to skip an empty line before a request; Go does so only after a POST, up to 4 bytes.
    private const int StrayBytesMax = 4;

    private readonly Server _server;
    private readonly Conn _conn;

    internal InputBuffer Input;

    private ServedExchange? _exchange;
    private State _state;
    private bool _mayRead = true;
    private bool _hangUp;
    private bool _hasServed;
    private bool _headBegun;
    private bool _isBroken;
    private bool _closesAfter;

    // The time for the first byte is that of a server that is stopping.
    private bool _stopsSoon;
    private int _strayBytesLeft;
    private int _bytesLeft;

    // Start of the head that is not complete yet, or 0 if there is none.
    private long _headStart;

    internal ServerConn(Server server, Conn conn)
    {
        _server = server;
        _conn = conn;
    }

    /// <summary>Links of the server's list of connections; guarded by its lock.</summary>
    internal ServerConn? Previous;
    internal ServerConn? Next;

    internal Conn Transport => _conn;

    private ResolvedOptions Limits => _server.Limits;

    /// <summary>State that the server's hooks have changed. Null if there are no hooks. Set before the first turn.</summary>
    internal ConnHooks? Hooks { get; set; }

    /// <summary>True if responses must announce that the connection closes.</summary>
    internal bool IsClosingConns => _server.IsClosingConns;

    /// <summary>The least rate of a peer that we wait for, in bytes a second.</summary>
    internal int RateMin => Limits.RateMin;

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
            // The peer is gone, or a limit expired: no response can be sent, and such ends are normal on a network.
            return CloseNow();
        }
        catch (Exception failure)
        {
            Log("A connection failed.", failure);
            return CloseNow();
        }
    }

    internal override void OnTakenOver() => SendFinished();

    /// <summary>Bytes were read: as many as a turn may take, before others have theirs.</summary>
    internal void CountReceived(int count) => _bytesLeft -= count;

    /// <summary>Writes an entry to the server's log, about the request that is being served, if any.</summary>
    /// <param name="what">The event, a constant sentence.</param>
    /// <param name="failure">The exception. Null if there is none.</param>
    /// <param name="about">The request concerned. Null means the one that is being served, if any.</param>
    /// <param name="detail">Details of this entry.</param>
    internal void Log(string what, Exception? failure = null, Request? about = null, string? detail = null)
    {
        about ??= _exchange is { IsServing: true } exchange ? exchange.Request : null;
        _server.Logger.Write(what, detail, failure, about, Server.AddressOf(_conn.RemoteEndPoint));
    }

    /// <summary>
    /// Writes an entry about a field that its handler has set too late: one for each route, and one for all requests without a route.
    /// </summary>
    internal void LogLateField(string name)
    {
        var isTold = _exchange!.Request.RoutedTo is MuxEntry entry ? entry.TellLateField() : _server.TellLateField();
        if (isTold) return;
        Log(
            "A header field was set after the status or the first part of the response was written, and is not sent; "
            + "this is logged once for each route.",
            detail: "field=" + name);
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
            if (count > 0) CountReceived(count);
            // A short read has emptied the socket, unless the peer hung up: then the end of the stream is still to be read.
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

        var exchange = _exchange ??= ServedExchange.Rent();
        var received = exchange.Received;
        var head = received.Head;
        if (!_headBegun)
        {
            Hooks?.Enter(ConnState.Active);
            // A client that asks the same again, as most do that pipeline.
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

    // Nothing more can be done until more input arrives: responses are sent, and memory that an idle connection does not need is returned.
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

    // Until the first byte.
    private void SetFirstDeadline(long now)
    {
        _stopsSoon = _server.IsStopping;
        _conn.SetTurnDeadline(now + (_stopsSoon ? Limits.StopNewMs : Limits.HeadMs));
    }

    private void ReturnExchange()
    {
        if (_exchange is not { } exchange) return;
        _exchange = null;
        _headBegun = false;
        // In the middle of a request it holds that one's data, and its handler may hold it.
        if (exchange.IsServing) TryEnd(exchange);
        else ServedExchange.Return(exchange);
    }

    private TurnEnd OnEndOfStream()
    {
        _mayRead = false;
        if (Input.IsEmpty) return FlushAndClose();
        // A head was begun and will not be completed (BEHAVIOUR S4).
        return Reject(RejectReason.IncompleteHead);
    }

    private TurnEnd OnDeadline()
    {
        // An idle connection may have been sent a request just now; the one more look that every turn takes has found none.
        if (IsClosingConns && Input.IsEmpty)
        {
            var count = Input.Fill(_conn, out var filled);
            _mayRead = count > 0 && filled;
            if (count > 0) return ServeBuffered();
        }

        if (_state == State.Head && !Input.IsEmpty) TellRefused(RejectReason.HeadTimedOut, Input.Unread);
        return CloseNow();
    }

    // The server is shutting down, or no longer keeps connections alive. A connection that has served gets a grace period for a request
    // that is on its way; one without a byte so far gets 5 s from its start (BEHAVIOUR S22).
    private void OnStop()
    {
        if (!Input.IsEmpty) return;
        if (_hasServed) _conn.SetDeadline(Environment.TickCount64 + Limits.StopIdleMs);
        else if (_server.IsStopping && !_stopsSoon && _conn.Deadline is var deadline and not 0)
        {
            _stopsSoon = true;
            _conn.SetDeadline(deadline - Limits.HeadMs + Limits.StopNewMs);
        }
    }
}
