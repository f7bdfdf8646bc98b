using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// One request: from its parsed head to its complete answer.
internal sealed partial class ServerConn
{
    /// <summary>The request's body has been read to its end: its trailers become visible.</summary>
    internal void EndBody(ref BodyDecoder decoder)
    {
        if (decoder.Trailer is { } trailer) _exchange!.Request.AddTrailers(trailer);
    }

    // Null: answered, go on with the next.
    private TurnEnd? Serve(Exchange exchange, RequestHead head)
    {
        var request = exchange.Request;
        exchange.Begin(this, _conn, Input.Unread[..head.Length]);
        Input.Consume(head.Length);
        _hasServed = true;
        _headTimed = false;
        _strayBytesLeft = request.RawMethod.SequenceEqual("POST"u8) ? StrayBytesMax : 0;
        _state = State.Handling;
        // A handler takes as long as it takes; its waits for the peer set limits of their own.
        _conn.SetDeadline(0);

        var entered = _conn.EnterHandler();
        var task = StartHandler(exchange);
        var leads = _conn.ExitHandler(entered);
        AmbientState.Restore();
        if (!leads || !task.IsCompleted) return Suspend(exchange, task);

        var failure = FailureOf(task);
        if (failure is not null && !TryAnswerFailure(exchange, failure)) return CloseNow();
        if (!exchange.Writer.TryFinish()) return Suspend(exchange, default);
        return EndExchange(exchange);
    }

    private ValueTask StartHandler(Exchange exchange)
    {
        try
        {
            return _server.HandlerFor(exchange.Request).ServeHttpAsync(exchange.Writer, exchange.Request);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
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

    // The handler goes on without this thread, or this thread has lost the lead to another. Answers that were finished before it leave now.
    private TurnEnd Suspend(Exchange exchange, ValueTask task)
    {
        SendFinished();
        _ = CompleteAsync(exchange, task);
        return TurnEnd.Suspended;
    }

    // Finishes the answer of a handler that suspended. The last thing it does is to give the connection away.
    private async Task CompleteAsync(Exchange exchange, ValueTask task)
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
            if (failure is not null && !TryAnswerFailure(exchange, failure))
            {
                _isBroken = true;
            }
            else
            {
                await exchange.Writer.FinishAsync().ConfigureAwait(false);
                await FlushOutputAsync().ConfigureAwait(false);
            }
        }
        catch (TransportException)
        {
            // As in RunTurn: the peer is gone.
            _isBroken = true;
        }
        catch (Exception thrown)
        {
            Log($"An answer could not be finished: {thrown}");
            _isBroken = true;
        }

        if (EndAnswer(exchange)) _closesAfter = true;
        _state = State.Answered;
        _conn.Resume();
    }

    private TurnEnd? EndExchange(Exchange exchange)
    {
        _state = State.Head;
        if (EndAnswer(exchange)) return FlushAndClose();
        return Output.Count >= OutputBytesMax ? FlushAnd(TurnEnd.Again) : null;
    }

    // True: the connection closes.
    private bool EndAnswer(Exchange exchange)
    {
        var closes = exchange.Writer.ClosesAfter || exchange.Body.IsBroken;
        if (exchange.Body.IsBroken) _mustLinger = true;
        if (!exchange.Body.IsDone) _mustLinger = closes = true;
        if (!exchange.TryEnd()) _exchange = null;
        return closes;
    }

    /// <summary>
    /// A handler failed: logged, and answered 500 if nothing was sent. False: something was, so the peer must see a cut connection.
    /// </summary>
    private bool TryAnswerFailure(Exchange exchange, Exception failure)
    {
        var isAbort = failure is AbortHandlerException;
        if (!isAbort && failure is not TransportException) Log($"A handler failed: {failure}");
        if (isAbort || failure is TransportException || exchange.Writer.IsOnWire) return false;
        exchange.Writer.BecomeInternalServerError();
        return true;
    }
}
