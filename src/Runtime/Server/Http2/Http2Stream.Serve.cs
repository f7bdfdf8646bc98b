using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// The turn of a stream: from the text of its head to its complete response.
internal sealed partial class Http2Stream
{
    /// <summary>Runs a turn. Returns false if the thread has lost the lead.</summary>
    internal bool Run(StreamWork work)
    {
        if ((work & StreamWork.Serve) != 0) return Serve();
        // One continuation runs on another thread if both waits have ended, because each may wait for the other.
        if (work == (StreamWork.Read | StreamWork.Write))
            ThreadPool.UnsafeQueueUserWorkItem(static wait => wait.Complete(), _writer, preferLocal: false);
        // The stream may end during the call, and its object then serves another one.
        var transport = Owner.Transport;
        var entered = transport.EnterHandler();
        ((work & StreamWork.Read) != 0 ? _reader : _writer).Complete();
        var leads = transport.ExitHandler(entered);
        AmbientState.Restore();
        return leads;
    }

    private bool Serve()
    {
        bool isReset;
        lock (Owner.Gate) isReset = IsReset;
        if (isReset)
        {
            EndUnserved(null);
            return true;
        }

        var exchange = RentExchange();
        if (Refusal != RejectReason.None || !TryParse(exchange.Received))
        {
            Refuse(Refusal != RejectReason.None ? Refusal : exchange.Received.Head.Reason);
            return true;
        }

        exchange.BeginStream(this, this, new ReadOnlySpan<byte>(_head, 0, _headLength), HasBody);
        _isHandling = true;
        BeginWaits(exchange.Waits, headStart: 0);
        var entered = _conn.EnterHandler();
        var task = StartHandler(exchange);
        if (exchange.Request.ExistingContext is { } context) EndContext(exchange, context, task);
        var leads = _conn.ExitHandler(entered);
        AmbientState.Restore();
        if (leads && task.IsCompletedSuccessfully && TryFinish(exchange, task)) return true;
        _ = CompleteAsync(exchange, task);
        return leads;
    }

    // A known head need not be parsed again, as on a connection of HTTP/1.1.
    private bool TryParse(ReceivedRequest received)
    {
        var text = new ReadOnlySpan<byte>(_head, 0, _headLength);
        if (received.IsHeadKnown(text, int.MaxValue, Limits.LineBytesMax, int.MaxValue)) return true;
        received.ForgetHead();
        received.Head.IsHttp2 = true;
        received.Head.LineBytesMax = Limits.LineBytesMax;
        // The connection has checked the size of the fields.
        return received.Head.Parse(text, int.MaxValue, int.MaxValue) == ParseStatus.Done;
    }

    private bool TryFinish(ServedExchange exchange, ValueTask task)
    {
        // The exchange is sealed first, so that no operation can begin after the check.
        exchange.Seal(this);
        if (HasOperations || !exchange.Writer.TryFinish()) return false;
        task.GetAwaiter().GetResult();
        EndExchange(exchange, null);
        return true;
    }

    // Finishes the response of a handler that was suspended or has failed, or whose response waits for the peer. The object may serve
    // another stream after EndExchange.
    private async Task CompleteAsync(ServedExchange exchange, ValueTask task)
    {
        var owner = Owner;
        Exception? failure = null;
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        Http2Error? error = null;
        try
        {
            exchange.Seal(this);
            if (HasOperations) await EndOperationsAsync(exchange).ConfigureAwait(false);
            if (failure is null || TryRespondToFailure(exchange, failure)) error = await FinishAsync(exchange).ConfigureAwait(false);
            else error = Http2Error.Internal;
        }
        catch (TransportException)
        {
            // The peer is gone, has reset the stream, or is too slow.
            error = Http2Error.Cancel;
        }
        catch (Exception thrown)
        {
            Log("A response could not be finished.", thrown, exchange.Request);
            error = Http2Error.Internal;
        }

        EndExchange(exchange, error);
        owner.Flush();
    }

    private async ValueTask<Http2Error?> FinishAsync(ServedExchange exchange)
    {
        var writer = exchange.Writer;
        if (writer.TryFinish()) return null;
        await writer.FinishAsync().ConfigureAwait(false);
        if (!writer.IsIncomplete && !writer.HasTrailers && TryQueueLast(Output.Pending))
        {
            Output.Clear();
            return null;
        }

        await FlushOutputAsync().ConfigureAwait(false);
        if (writer.IsIncomplete) return Http2Error.Internal;
        QueueEnd(writer);
        return null;
    }

    // Responds to a request that is refused (BEHAVIOUR S4).
    private void Refuse(RejectReason reason)
    {
        TellRefused(reason, new ReadOnlySpan<byte>(_head, 0, _headLength));
        var (status, text) = RejectReasons.ResponseTo(reason);
        var body = Encoding.ASCII.GetBytes(RefusalResponse.BodyText(reason, status, text));
        var head = new FramedHead
        {
            Status = status,
            AddsDate = true,
            Length = body.Length,
            ContentType = "text/plain; charset=utf-8"u8,
        };
        Http2Error? error = null;
        lock (Owner.Gate)
        {
            if (!Owner.TryQueueWhole(this, head, body)) error = Http2Error.Protocol;
        }

        EndUnserved(error);
    }

    private void EndExchange(ServedExchange exchange, Http2Error? error)
    {
        ForgetContext();
        _isHandling = false;
        var isReusable = TryEnd(exchange);
        Exchange = null;
        if (isReusable) ServedExchange.ReturnFramed(exchange);
        Owner.End(this, error, isReusable);
    }

    private void EndUnserved(Http2Error? error)
    {
        if (_exchange is { } exchange) ServedExchange.ReturnFramed(exchange);
        Exchange = null;
        Owner.End(this, error, isReusable: true);
    }

    /// <summary>Releases what the stream holds, after the connection has removed it.</summary>
    internal void Release()
    {
        Input.Release();
        Output.Release();
    }
}
