// The body of a response. Bytes are decoded from the input directly into the reader's memory; the reader waits through the connection, and
// continues where the wait ends.
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed partial class PersistConn : IValueTaskSource
{
    // From here on a reader's memory is filled from the socket without a copy.
    private const int DirectReadMin = 2048;

    // Belongs to the reader.
    private BodyDecoder _decoder;
    private bool _isReusable;
    private bool _hasWaitedForWriter;

    // Count of the bodies that have begun. Guarded by _gate.
    private int _bodyNumber;

    private Action? _onBodyReadable;
    private ManualResetValueTaskSourceCore<bool> _bodyWait;

    // Returns false if the connection died before.
    private bool TryBeginBody(
        Exchange exchange, Response response, BodyFraming framing, long length, bool keeps, ContentDecoder? contentDecoder)
    {
        _decoder.Start(framing, length);
        _isReusable = keeps;
        _hasWaitedForWriter = false;
        // Only this thread increments it: there is one exchange at a time.
        var number = _bodyNumber + 1;
        // The connection holds no reference to the response, so that a response which is no longer used is collected.
        var body = new ResponseBody(this, number, response, length, _leakGuard ?? new LeakGuard(this));
        _leakGuard = null;
        response.Body = contentDecoder is null ? body : new DecodedBody(body, contentDecoder);
        lock (_gate)
        {
            if (_phase == Phase.Dead) return false;
            _phase = Phase.Body;
            _bodyNumber = number;
            exchange.IsDecided = true;
            // No wait is in progress until the reader starts one.
            _conn.SetDeadline(exchange.Limits.CoversBody ? exchange.Limits.Deadline : 0);
        }

        return true;
    }

    /// <summary>Reads without waiting. Returns false if there is nothing to read; then call <see cref="WaitBodyAsync"/>.</summary>
    /// <param name="body">The body of the response that this connection is giving.</param>
    /// <param name="buffer">Not empty.</param>
    /// <param name="count">Bytes read, or 0 at the end.</param>
    internal bool TryReadBody(ResponseBody body, Span<byte> buffer, out int count)
    {
        if (!TryUse()) throw BodyFailure();
        try
        {
            while (true)
            {
                var status = Decode(buffer, out count);
                if (status == ParseStatus.Done) return EndBody(body, count);
                if (count > 0) return true;
                if (status == ParseStatus.Rejected) throw BreakBody(new ProtocolException(_decoder.Reason), body.Number);
                var received = Receive(buffer, out count);
                if (received == Conn.WouldBlock) return false;
                if (received == 0 && _decoder.Finish() != ParseStatus.Done)
                    throw BreakBody(
                        new TransportException(
                            TransportError.UnexpectedEof, "The server closed the connection before the body was complete."),
                        body.Number);
                if (count > 0) return !_decoder.IsDone || EndBody(body, count);
            }
        }
        catch (TransportException e)
        {
            throw BreakBody(e, body.Number);
        }
        finally
        {
            ReleaseUse();
        }
    }

    /// <summary>Completes when <see cref="TryReadBody"/> is worth another try; continues on the thread that noticed it.</summary>
    internal ValueTask WaitBodyAsync()
    {
        if (_decoder.IsDone) return new ValueTask(WaitForWriterAsync());
        if (!TryUse()) throw BodyFailure();
        SetSilence();
        try
        {
            _readable = _conn.WaitReadableAsync().ConfigureAwait(false).GetAwaiter();
        }
        catch (TransportException e)
        {
            ReleaseUse();
            throw BreakBody(e, _bodyNumber);
        }

        _bodyWait.Reset();
        if (_readable.IsCompleted) _bodyWait.SetResult(true);
        else _readable.UnsafeOnCompleted(_onBodyReadable ??= OnBodyReadable);
        return new ValueTask(this, _bodyWait.Version);
    }

    // The reader continues on this thread.
    private void OnBodyReadable() => _bodyWait.SetResult(true);

    /// <summary>Variant of <see cref="WaitBodyAsync"/>, holding the calling thread.</summary>
    internal void WaitBody()
    {
        if (_decoder.IsDone)
        {
            WaitForWriterAsync().GetAwaiter().GetResult();
            return;
        }

        if (!TryUse()) throw BodyFailure();
        try
        {
            SetSilence();
            _conn.WaitReadable();
        }
        catch (TransportException e)
        {
            throw BreakBody(e, _bodyNumber);
        }
        finally
        {
            EndSilence();
            ReleaseUse();
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _bodyWait.GetResult(token);
            _readable.GetResult();
        }
        catch (TransportException e)
        {
            throw BreakBody(e, _bodyNumber);
        }
        finally
        {
            EndSilence();
            ReleaseUse();
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _bodyWait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _bodyWait.OnCompleted(continuation, state, token, flags);

    // Decodes the input. The end of the body may directly follow the bytes that fill the buffer: it is decoded now, so that the connection
    // is free when the reader has everything.
    private ParseStatus Decode(Span<byte> buffer, out int count)
    {
        var status = _decoder.Decode(_input.Unread, buffer, out var consumed, out count);
        _input.Consume(consumed);
        if (status != ParseStatus.NeedMore || count == 0 || _input.IsEmpty) return status;
        status = _decoder.Decode(_input.Unread, buffer[count..], out consumed, out var more);
        _input.Consume(consumed);
        count += more;
        // Data read before a broken rule is valid; the next read finds the rule broken.
        return status == ParseStatus.Rejected ? ParseStatus.NeedMore : status;
    }

    // Like Conn.TryReceive; count is the number of bytes that went directly into the buffer.
    private int Receive(Span<byte> buffer, out int count)
    {
        count = 0;
        var isPlain = _decoder.Framing is BodyFraming.Length or BodyFraming.UntilClose;
        if (!isPlain || buffer.Length < DirectReadMin || !_input.IsEmpty) return _input.Fill(_conn, out _);
        if (_decoder.Remaining >= 0 && _decoder.Remaining < buffer.Length) buffer = buffer[..(int)_decoder.Remaining];
        var received = _conn.TryReceive(buffer);
        // The decoder copies each byte onto itself and counts it.
        if (received > 0) _decoder.Decode(buffer[..received], buffer, out _, out count);
        return received;
    }

    // The decoder has found the end. Returns false if the write side is not done and is worth a short wait; the next read then reports the
    // end.
    private bool EndBody(ResponseBody body, int count)
    {
        bool isWriting;
        lock (_gate)
        {
            isWriting = _isWriting;
            if (_isSpoiled) _isReusable = false;
        }

        if (isWriting && _isReusable && !_hasWaitedForWriter) return count > 0;
        if (!body.TryDetach(this)) return true;
        if (_decoder.Trailer is { } block) AddTrailers(body.Response, block);
        _leakGuard = body.Guard;
        var exchange = _exchange!;
        if (isWriting || !_isReusable || !_input.IsEmpty) Kill(null);
        else if (TryGoIdle(exchange)) exchange.Release();
        return true;
    }

    private static void AddTrailers(Response response, TrailerBlock block)
    {
        var received = new Header();
        received.Bind(block.Bytes, block);
        var trailer = response.Trailer ??= new Header();
        received.Materialise();
        foreach (ref readonly var field in received.Fields)
        {
            // A name that was announced makes room for its first value.
            if (!trailer.Has(field.Name)) trailer.Remove(field.Name);
            trailer.Add(field);
        }
    }

    private async Task WaitForWriterAsync()
    {
        Task? writer;
        lock (_gate) writer = _writer;
        if (writer is not null) await WaitForWriterAsync(writer).ConfigureAwait(false);
        _hasWaitedForWriter = true;
    }

    // Ends the connection because of an error in the body, and returns the error for its reader.
    private Exception BreakBody(Exception error, int number)
    {
        // An exception of a hook after the connection has begun another exchange does not concern that one.
        KillBody(error, number);
        return _phase == Phase.Dead ? BodyFailure() : error;
    }

    /// <summary>Reason why the body cannot be read on.</summary>
    internal Exception BodyFailure() =>
        _death ?? new ObjectDisposedException(nameof(Response), "The body was disposed before it was read to its end.");

    private void SetSilence()
    {
        lock (_gate)
        {
            if (_exchange is { Limits: { CoversBody: false, SilenceMs: > 0 } limits })
                _conn.SetDeadline(_settings.Clock.Ticks + limits.SilenceMs);
        }
    }

    private void EndSilence()
    {
        lock (_gate)
        {
            if (_exchange is { Limits: { CoversBody: false, SilenceMs: > 0 } }) _conn.SetDeadline(0);
        }
    }
}
