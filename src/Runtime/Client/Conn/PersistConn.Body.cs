// The body of a response. Bytes are decoded from the input directly into the reader's buffer. The reader waits for the connection, and
// continues on the thread that completes the wait.
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed partial class PersistConn : IValueTaskSource
{
    // Smallest buffer of a reader, in bytes, that is filled directly from the socket.
    private const int DirectReadMin = 2048;

    // Used only by the reader.
    private BodyDecoder _decoder;
    private bool _isReusable;
    private bool _hasWaitedForWriter;

    // Number of bodies that have begun. Guarded by _gate.
    private int _bodyNumber;

    private Action? _onBodyReadable;
    private ManualResetValueTaskSourceCore<bool> _bodyWait;

    // Returns false if the connection has died.
    private bool TryBeginBody(
        Exchange exchange, Response response, BodyFraming framing, long length, bool keeps, ContentDecoder? contentDecoder)
    {
        _decoder.Start(framing, length);
        _isReusable = keeps;
        _hasWaitedForWriter = false;
        // Only this thread increments the number, because there is one exchange at a time.
        var number = _bodyNumber + 1;
        // The connection does not refer to the response, so that an abandoned response can be garbage-collected.
        var body = new ResponseBody(this, number, response, length, _leakGuard ?? new LeakGuard(this));
        _leakGuard = null;
        response.Body = contentDecoder is null ? body : new DecodedBody(body, contentDecoder);
        lock (_gate)
        {
            if (_phase == Phase.Dead) return false;
            _phase = Phase.Body;
            _bodyNumber = number;
            exchange.IsDecided = true;
            // The silence limit applies only while the reader waits.
            _conn.SetDeadline(exchange.Limits.CoversBody ? exchange.Limits.Deadline : 0);
        }

        return true;
    }

    /// <summary>
    /// Reads without waiting. The count is 0 at the end. Returns false if no data is available; then call <see cref="WaitBodyAsync"/>.
    /// </summary>
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

    /// <summary>
    /// Completes when <see cref="TryReadBody"/> should be called again. The caller continues on the completing thread.
    /// </summary>
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

    // The reader continues inline on this thread.
    private void OnBodyReadable() => _bodyWait.SetResult(true);

    /// <summary>Synchronous variant of <see cref="WaitBodyAsync"/>, which blocks the calling thread.</summary>
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

    // Decodes the input. If the end of the body directly follows the bytes that fill the buffer, the end is decoded, too, so that the
    // connection is free when the reader has all data.
    private ParseStatus Decode(Span<byte> buffer, out int count)
    {
        var status = _decoder.Decode(_input.Unread, buffer, out var consumed, out count);
        _input.Consume(consumed);
        if (status != ParseStatus.NeedMore || count == 0 || _input.IsEmpty) return status;
        status = _decoder.Decode(_input.Unread, buffer[count..], out consumed, out var more);
        _input.Consume(consumed);
        count += more;
        // Data before a violation is valid. The next read finds the violation again.
        return status == ParseStatus.Rejected ? ParseStatus.NeedMore : status;
    }

    // Receives bytes like Conn.TryReceive. The count is the number of bytes received directly into the buffer.
    private int Receive(Span<byte> buffer, out int count)
    {
        count = 0;
        var isPlain = _decoder.Framing is BodyFraming.Length or BodyFraming.UntilClose;
        if (!isPlain || buffer.Length < DirectReadMin || !_input.IsEmpty) return _input.Fill(_conn, out _mayHoldMore);
        if (_decoder.Remaining >= 0 && _decoder.Remaining < buffer.Length) buffer = buffer[..(int)_decoder.Remaining];
        var received = _conn.TryReceive(buffer);
        _mayHoldMore = received == buffer.Length;
        // The decoder copies each byte onto itself, only to count it.
        if (received > 0) _decoder.Decode(buffer[..received], buffer, out _, out count);
        return received;
    }

    // Called at the end of the body. Returns false if a short wait for the write side may allow reuse; the next read then reports the end.
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
            // An announced name has no value yet, and is replaced by the received field.
            if (!trailer.Has(field.Name)) trailer.Remove(field.Name);
            trailer.Add(field);
        }
    }

    /// <summary>Waits a short time for the write side to end and to dispose the body.</summary>
    internal async Task WaitForWriterAsync()
    {
        Task? writer;
        lock (_gate) writer = _writer;
        if (writer is not null) await WaitForWriterAsync(writer).ConfigureAwait(false);
        _hasWaitedForWriter = true;
    }

    // Closes the connection because of an error in the body, and returns the error for the reader.
    private Exception BreakBody(Exception error, int number)
    {
        // If the connection has begun another exchange, an exception of a hook must not end that one.
        KillBody(error, number);
        return _phase == Phase.Dead ? BodyFailure() : error;
    }

    /// <summary>Returns the reason why the body cannot be read any further.</summary>
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
