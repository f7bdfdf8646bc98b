using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// Serves one request, from its parsed head to its complete response.
internal sealed partial class ServerConn
{
    private const string EndCallbackFailed = "A callback registered for the end of a request failed.";

    internal override void EndBody(ref BodyDecoder decoder)
    {
        if (decoder.Trailer is { } trailer) _exchange!.Request.AddTrailers(trailer);
        // WatchPeer(RequestContext) sets _watching and then checks whether the body has ended, perhaps on another thread. At least one of
        // the two threads must see the other's change.
        Interlocked.MemoryBarrier();
        if (_watching is not null) WatchPeer();
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
        BeginWaits(exchange.Waits);
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

    // Go's ReadTimeout runs from the beginning of the request, its WriteTimeout from the end of the head (BEHAVIOUR S20).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginWaits(ConnWaits waits)
    {
        waits.Reset();
        if (Limits.HasRequestLimits) SetInstants(waits);
    }

    private void SetInstants(ConnWaits waits)
    {
        var now = Environment.TickCount64;
        waits.SetInstants(
            Limits.ReadMs == 0 ? 0 : (_headStart == 0 ? now : _headStart) + Limits.ReadMs,
            Limits.WriteMs == 0 ? 0 : now + Limits.WriteMs);
    }

    private IHandler HandlerFor(Request request)
    {
        if (Host.HandlesGeneralOptions && request.ServerHead.Form == TargetForm.Asterisk && request.RawMethod.SequenceEqual("OPTIONS"u8))
            return GeneralOptionsHandler.Instance;
        return Host.Handler ?? ServeMux.Default;
    }

    private ValueTask StartHandler(ServedExchange exchange)
    {
        try
        {
            var handler = HandlerFor(exchange.Request);
            // The handler is usually a mux. A call to a sealed class costs less than a call to an interface.
            return handler is ServeMux mux
                ? mux.ServeHttpAsync(exchange.WriterFace, exchange.Request)
                : handler.ServeHttpAsync(exchange.WriterFace, exchange.Request);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    // Cancels the context of a completed request. The callbacks of its token are the program's code and may block, so they run like a
    // handler, whose thread can be replaced. If an operation is still in progress, the context is cancelled later, because the operation
    // may use the token.
    private void EndContext(ServedExchange exchange, RequestContext context, ValueTask task)
    {
        try
        {
            if (!task.IsCompleted) return;
            exchange.Seal(this);
            if (!HasOperations || _state == State.Hijacked) context.Cancel();
        }
        catch (Exception failure)
        {
            Log(EndCallbackFailed, failure, exchange.Request);
        }
    }

    private static Exception? FailureOf(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
            return null;
        }

        try
        {
            task.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
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
        if (_watching is not null) _watching = null;
        var closes = _isLost || exchange.Writer.ClosesAfter || exchange.Body.IsBroken || !exchange.Body.IsDone;
        // A peer that did not request the close may still be sending.
        if (closes && !exchange.Received.Close) _mustLinger = true;
        if (!exchange.Body.IsDone) _mustLinger = true;
        if (!TryEnd(exchange)) Exchange = null;
        if (!closes) Hooks?.Enter(ConnState.Idle);
        return closes;
    }

    // Returns false if the exchange cannot be reused.
    private bool TryEnd(ServedExchange exchange)
    {
        try
        {
            exchange.End(this);
            return !_mustForget;
        }
        catch (Exception failure)
        {
            Log(EndCallbackFailed, failure, exchange.Request);
            return false;
        }
        finally
        {
            _mustForget = false;
        }
    }

    private bool _mustForget;

    /// <summary>
    /// Handles the failure of a handler. Logs it unless it is the peer's fault (Fault.cs), and responds with an error if no head was sent.
    /// Returns false if the connection must be closed, because a head was sent or the peer has left.
    /// </summary>
    private bool TryRespondToFailure(ServedExchange exchange, Exception failure)
    {
        if (failure is AbortHandlerException) return false;
        if (_isLost && failure is (IOException or OperationCanceledException)) return false;
        if (Fault.IsPeersCancellation(failure, exchange.Request)) return false;
        var status = Fault.IsLateRequest(failure, exchange.Body.LateFailure)
            ? Status.RequestTimeout
            : Fault.BadRequestIn(failure)?.StatusCode ?? (exchange.Body.IsMalformed && failure is IOException ? 400 : 500);
        if (status == 500) Log("A handler failed.", failure, exchange.Request);
        if (_isLost || exchange.Writer.IsOnWire) return false;
        exchange.Writer.BecomeError(status);
        return true;
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
