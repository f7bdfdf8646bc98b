using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// Serves one request, from its parsed head to its complete response.
internal sealed partial class ServerConn
{
    internal override void EndBody(ref BodyDecoder decoder)
    {
        if (decoder.Trailer is { } trailer) _exchange!.Request.AddTrailers(trailer);
        // WatchPeer(RequestContext) sets _watching and then checks whether the body has ended, perhaps on another thread. At least one of
        // the two threads must see the other's change.
        Interlocked.MemoryBarrier();
        if (IsWatching) WatchPeer();
    }

    // Returns null if the response is complete and the next request can be served.
    private TurnEnd? Serve(ServedExchange exchange, RequestHead head)
    {
        exchange.Begin(this, this, Input.Unread[..head.Length]);
        Input.Consume(head.Length);
        _hasServed = true;
        _strayBytesLeft = exchange.Received.Method.SequenceEqual("POST"u8) ? StrayBytesMax : 0;
        _state = State.Handling;
        // The run time of a handler is not limited, but its waits for the peer are.
        _conn.SetDeadline(0);
        BeginWaits(exchange.Waits, _headStart);
        _headStart = 0;

        var entered = _conn.EnterHandler();
        var task = StartHandler(exchange);
        if (exchange.Request.ExistingContext is { } context) EndContext(exchange, context, task);
        var leads = _conn.ExitHandler(entered);
        AmbientState.Restore();
        if (!leads || !task.IsCompleted) return Suspend(exchange, task);

        // The exchange is sealed first, so that no operation can begin after the check.
        exchange.Seal(this);
        if (HasOperations) return Suspend(exchange, task);
        if (FailureOf(task) is { } failure && !TryRespondToFailure(exchange, failure))
        {
            // Lingers, so that previous responses and flushed data reach the peer, even if it is still sending.
            _state = State.Head;
            _mustLinger = true;
            EndResponse(exchange);
            return FlushAndClose();
        }

        if (!exchange.Writer.TryFinish()) return Suspend(exchange, default);
        return EndExchange(exchange);
    }

    // Ends the turn because the handler has not completed, or because this thread no longer leads. Sends the previous responses.
    private TurnEnd Suspend(ServedExchange exchange, ValueTask task)
    {
        SendFinished();
        _ = CompleteAsync(exchange, task);
        return TurnEnd.Suspended;
    }

    // Finishes the response of a suspended handler. Resume, which hands over the connection, must be the last call.
    private async Task CompleteAsync(ServedExchange exchange, ValueTask task)
    {
        Exception? failure = null;
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        try
        {
            exchange.Seal(this);
            if (HasOperations && _state != State.Hijacked) await EndOperationsAsync(exchange).ConfigureAwait(false);
            // The handler, or a thread that outlived it, has hijacked the connection.
            if (_state == State.Hijacked)
            {
                EndHijacked(exchange, failure);
                return;
            }

            if (failure is null || TryRespondToFailure(exchange, failure)) await exchange.Writer.FinishAsync().ConfigureAwait(false);
            else _closesAfter = _mustLinger = true;
            await FlushOutputAsync().ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // As in RunTurn, this means that the peer is gone.
            _isBroken = true;
        }
        catch (Exception thrown)
        {
            Log("A response could not be finished.", thrown, exchange.Request);
            _isBroken = true;
        }

        if (EndResponse(exchange)) _closesAfter = true;
        _state = State.Answered;
        _conn.Resume();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TurnEnd? EndExchange(ServedExchange exchange)
    {
        _state = State.Head;
        if (EndResponse(exchange)) return FlushAndClose();
        return Output.Count >= OutputBytesMax ? FlushAnd(TurnEnd.Again) : null;
    }

    // Returns true if the connection closes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool EndResponse(ServedExchange exchange)
    {
        ForgetContext();
        var closes = _isLost || exchange.Writer.ClosesAfter || exchange.Body.IsBroken || !exchange.Body.IsDone;
        // A peer that did not request the close may still be sending.
        if (closes && !exchange.Received.Close) _mustLinger = true;
        if (!exchange.Body.IsDone) _mustLinger = true;
        if (!TryEnd(exchange)) Exchange = null;
        if (!closes) Hooks?.Enter(ConnState.Idle);
        return closes;
    }

    // Sends the whole buffer between requests, then ends the turn. If the peer is slow, the turn is suspended until everything is sent.
    private TurnEnd FlushAnd(TurnEnd end)
    {
        if (TrySendOutput()) return end;
        _ = FlushLaterAsync();
        return TurnEnd.Suspended;
    }

    private async Task FlushLaterAsync()
    {
        try
        {
            await SendHeldAsync().ConfigureAwait(false);
        }
        catch (TransportException)
        {
            _isBroken = true;
        }
        catch (Exception failure)
        {
            Log("A connection failed.", failure);
            _isBroken = true;
        }

        _state = State.Answered;
        _conn.Resume();
    }
}
