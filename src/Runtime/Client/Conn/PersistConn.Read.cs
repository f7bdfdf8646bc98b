// The read side: handles input that arrives in the phases Idle and Head. It is a chain of waits. The caller of Arm begins a use, and the
// thread that ends the chain ends that use. Only then does the caller of the exchange continue, because its code may occupy this thread for
// any time and must not prevent the connection from being closed.
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed partial class PersistConn
{
    // Largest number of field lines in a response. Go has no such limit; real responses have far fewer.
    private const int FieldCountMax = 1000;

    private readonly Action _onReadable;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _readable;

    // The last head, and a flag that is set while _head describes it.
    private ReceivedHead? _received;
    private bool _isReceivedParsed;

    /// <summary>Waits for input and reads it, until the chain ends.</summary>
    private void Arm()
    {
        var delivery = default(Delivery);
        // The end of the input may have been reported together with its last bytes, and bytes may remain after a read that filled its
        // buffer. In both cases no event would complete a wait, so the first step is a read.
        var looksFirst = _conn.MayHaveEnded || _mayHoldMore;
        _mayHoldMore = false;
        while (true)
        {
            try
            {
                if (!looksFirst)
                {
                    _readable = _conn.WaitReadableAsync().ConfigureAwait(false).GetAwaiter();
                    if (!_readable.IsCompleted)
                    {
                        _readable.UnsafeOnCompleted(_onReadable);
                        return;
                    }

                    _readable.GetResult();
                }

                looksFirst = false;
                if (ReadSome(ref delivery)) continue;
            }
            catch (Exception e)
            {
                // Usually a network error. Any other exception must reach the caller, too; if it were rethrown here, it would end the
                // process.
                Kill(e);
            }

            ReleaseUse();
            delivery.Deliver();
            return;
        }
    }

    private void OnReadable()
    {
        var delivery = default(Delivery);
        try
        {
            _readable.GetResult();
            if (ReadSome(ref delivery))
            {
                Arm();
                return;
            }
        }
        catch (Exception e)
        {
            Kill(e);
        }

        ReleaseUse();
        delivery.Deliver();
    }

    // Returns true if the chain continues with another wait, or false if it ends.
    private bool ReadSome(ref Delivery delivery)
    {
        while (true)
        {
            var count = _input.Fill(_conn, out _mayHoldMore);
            if (count == Conn.WouldBlock)
            {
                if (_input.IsEmpty) _input.Release();
                return true;
            }

            if (count == 0)
            {
                Kill(ClosedByServer());
                return false;
            }

            if (!TakeInput(ref delivery)) return false;
            if (!_mayHoldMore && !_conn.MayHaveEnded) return true;
        }
    }

    private TransportException ClosedByServer()
    {
        if (_sawByte && _phase == Phase.Head)
            return new TransportException(
                TransportError.UnexpectedEof, "The server closed the connection in the middle of a response head.");
        return IsReused
            ? new TransportException(TransportError.ServerClosedIdle, "The server closed the idle connection.")
            : new TransportException(TransportError.UnexpectedEof, "The server closed the connection before it responded.");
    }

    // Handles bytes that have arrived. Returns true if more are needed.
    private bool TakeInput(ref Delivery delivery)
    {
        Exchange? exchange;
        lock (_gate) exchange = _phase == Phase.Head ? _exchange : null;
        if (exchange is null)
        {
            // The bytes are unsolicited: a 408 before the server closes, or bytes that would be read as the next response (BEHAVIOUR C9).
            Kill(new TransportException(TransportError.ServerClosedIdle, "The server sent bytes on an idle connection."));
            return false;
        }

        if (!_sawByte)
        {
            _sawByte = true;
            if (exchange.Trace is { } trace && !Tell(exchange, trace.GotFirstResponseByte)) return false;
        }

        while (!_input.IsEmpty)
        {
            var status = ParseHead(out var received);
            if (status == ParseStatus.NeedMore) return true;
            if (status == ParseStatus.Rejected)
            {
                Kill(new ProtocolException(_head.Reason));
                return false;
            }

            _input.Consume(received!.Bytes.Length);
            if (received.StatusCode is >= 200 or 101)
            {
                EndHead(exchange, received, ref delivery);
                return false;
            }

            if (!TakeInformational(exchange, received)) return false;
        }

        return true;
    }

    // A head equal to the last one is not parsed again. If the input begins with the bytes of that complete head, its head is the same.
    private ParseStatus ParseHead(out ReceivedHead? received)
    {
        received = _received;
        if (_isReceivedParsed && _input.Unread.StartsWith(received!.Bytes)) return ParseStatus.Done;
        if (_isReceivedParsed || _head.Examined == 0)
        {
            _head.Reset();
            _isReceivedParsed = false;
        }

        var status = _head.Parse(_input.Unread, _settings.HeadBytesMax, FieldCountMax);
        if (status != ParseStatus.Done) return status;
        var bytes = _input.Unread[.._head.Length];
        if (received is null || !bytes.SequenceEqual(received.Bytes)) _received = received = new ReceivedHead(bytes, _head);
        _isReceivedParsed = true;
        return ParseStatus.Done;
    }

    private bool TakeInformational(Exchange exchange, ReceivedHead received)
    {
        var trace = exchange.Trace;
        if (_head.HasBareLineFeed) Spoil();
        if (!exchange.Interim.TryCount(received.Bytes.Length, _settings.HeadBytesMax, isTold: trace?.Got1xxResponse is not null))
        {
            Kill(new ProtocolException(RejectReason.TooManyInformationalResponses));
            return false;
        }

        if (received.StatusCode == 100) exchange.Continue?.TrySetResult(true);
        return trace is null || TellInformational(exchange, trace, received);
    }

    // Prevents reuse of the connection, because the ends of its messages are uncertain.
    private void Spoil()
    {
        lock (_gate) _isSpoiled = true;
    }

    private bool TellInformational(Exchange exchange, ClientTrace trace, ReceivedHead received)
    {
        if (received.StatusCode == 100 && !Tell(exchange, trace.Got100Continue)) return false;
        return trace.Got1xxResponse is not { } hook
            || Tell(exchange, () => hook(received.StatusCode, new Response(received, exchange.Request).Header));
    }

    // Calls a hook. Returns false if it threw, which ends the exchange.
    private bool Tell(Exchange exchange, Action? hook)
    {
        try
        {
            hook?.Invoke();
            return true;
        }
        catch (Exception e)
        {
            KillByCaller(e, exchange);
            return false;
        }
    }

    // Handles a complete final head, whose bytes are consumed. The chain ends here. A new one begins when the connection becomes idle.
    private void EndHead(Exchange exchange, ReceivedHead received, ref Delivery delivery)
    {
        exchange.Continue?.TrySetResult(false);
        var method = exchange.Plan.Method;
        var framing = BodyFramingRules.OfResponse(_head, method, out var length);
        var closes = BodyFramingRules.ClosesAfter(_head, framing);
        var decoder = framing == BodyFraming.None || exchange.Plan.AcceptEncoding is null ? null : _settings.MakeDecoder(received.Coding);
        var response = new Response(received, exchange.Request)
        {
            ContentLength = decoder is null ? BodyFramingRules.ReportedLength(_head, method) : -1,
            Close = closes,
            Tls = _conn.Tls,
            Uncompressed = decoder is not null,
        };
        if (decoder is not null)
        {
            response.Header.Remove("Content-Encoding");
            response.Header.Remove("Content-Length");
        }

        if (framing == BodyFraming.Chunked) response.Trailer = AnnouncedTrailer(received);
        var keeps = !closes && !exchange.Plan.WantsClose && received.StatusCode != 101 && method != "CONNECT";
        if (received.StatusCode == 101 && _head.IsUpgrade) EndSwitched(exchange, response, ref delivery);
        else if (framing == BodyFraming.None) EndBodiless(exchange, response, keeps, ref delivery);
        else if (TryBeginBody(exchange, response, framing, length, keeps, decoder)) delivery = new(exchange, response, isOver: false);
    }

    // As in Go, announced names are present without values before the body is read.
    private Header? AnnouncedTrailer(ReceivedHead received)
    {
        if (_head.TrailerField < 0) return null;
        var trailer = new Header();
        var names = new TrailerNames(_head, received.Bytes);
        while (names.MoveNext()) trailer.Set(Encoding.Latin1.GetString(names.Current), null);
        return trailer;
    }

    private void EndBodiless(Exchange exchange, Response response, bool keeps, ref Delivery delivery)
    {
        if (!keeps || !_input.IsEmpty)
        {
            CloseWithResponse(exchange, response);
            return;
        }

        // Released now, under this thread's use: the thread that finishes writing may end the exchange without a use.
        _input.Release();
        Task? writer;
        bool isWriting;
        lock (_gate)
        {
            if (_phase == Phase.Dead) return;
            keeps = !_isSpoiled;
            isWriting = keeps && _isWriting;
            if (isWriting) _pendingResponse = response;
            writer = _writer;
        }

        if (!keeps)
        {
            CloseWithResponse(exchange, response);
        }
        else if (!isWriting)
        {
            if (TryGoIdle(exchange)) delivery = new(exchange, response, isOver: true);
        }
        else if (writer is not null)
        {
            _ = LimitPendingAsync(writer, response);
        }
    }

    private void EndWithResponse(Exchange exchange, Response response)
    {
        if (_switches ? !TryDetach(exchange, response) : !TryGoIdle(exchange)) return;
        exchange.Complete(response);
        exchange.Release();
    }

    private void CloseWithResponse(Exchange exchange, Response response)
    {
        lock (_gate)
        {
            if (_phase == Phase.Dead) return;
            exchange.IsDecided = true;
        }

        Kill(null);
        exchange.Complete(response);
    }

    // Allows the write side a short time to finish, so that the connection can be used again. Then closes the connection and delivers the
    // response.
    private async Task LimitPendingAsync(Task writer, Response response)
    {
        await WaitForWriterAsync(writer).ConfigureAwait(false);
        Exchange? exchange;
        // The connection may have begun another exchange, whose pending response has its own time limit.
        lock (_gate) exchange = ReferenceEquals(_pendingResponse, response) ? TakePending(out _) : null;
        if (exchange is not null) CloseWithResponse(exchange, response);
    }

    // Returns the exchange of the pending response. Null if there is none. Called under _gate.
    private Exchange? TakePending(out Response? response)
    {
        response = _phase == Phase.Dead ? null : _pendingResponse;
        _pendingResponse = null;
        return response is null ? null : _exchange;
    }

    private static Task WaitForWriterAsync(Task writer) => Task.WhenAny(writer, Task.Delay(WriteWaitMs));

    // The result for the caller at the end of a chain. Empty if there is none.
    private readonly struct Delivery(Exchange exchange, Response response, bool isOver)
    {
        internal void Deliver()
        {
            if (exchange is null) return;
            exchange.Complete(response, byReadSide: true);
            if (isOver) exchange.Release();
        }
    }
}
