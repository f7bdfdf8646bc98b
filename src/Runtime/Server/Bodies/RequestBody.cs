// The body of a served request, read from the connection. While the handler runs, nothing else reads from the connection, so the body uses
// the connection's input buffer directly.
//
// _word (BodyWord) determines who owns the input (buffer, decoder, wait for the peer), even on paths that never wait. The cases:
//
// - The head of the response is about to be sent, and no read is in progress: the body is closed and drained (BEHAVIOUR S14).
// - The head is about to be sent during a read on another thread: the body is closed but not drained. The head has "Connection: close". The
//   read completes when data arrives, and later reads throw.
// - With EnableFullDuplex, or while a client sends the body to another server (Forward), sending the head does not close the body. The body
//   is drained after the complete response.
// - The handler completes during a read: the body is closed and the read interrupted, so that it throws a TransportException. The state of
//   the request is not reused before the read has completed (WaitForReaderAsync).
//
// A read that exceeds its time limit is woken, and throws (ConnWaits.TryEndInput).
//
// A read that is cancelled or interrupted is woken as if data had arrived (Conn.Notify). The rest of the body is then abandoned, and the
// connection closes after the response, which still reaches the peer. A read that blocks its thread notices the interruption within 100 ms.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class RequestBody : Body
{
    private ServedConn? _conn;
    private BodyDecoder _decoder;
    private long _length;
    private readonly ConnWaits _waits;
    private BodyWord _word;
    private bool _hasBody;
    private bool _mustContinue;
    private Exception? _failure;

    // Interrupt sets _isInterrupted and then checks _holdsThread; a blocking read sets _holdsThread and then checks _isInterrupted.
    private volatile bool _isInterrupted;
    private volatile bool _holdsThread;

    // Completed by the read that WaitForReaderAsync waits for.
    private TaskCompletionSource? _readEnded;

    /// <summary>Creates a body whose waits have these limits.</summary>
    internal RequestBody(ConnWaits waits) => _waits = waits;

    public override long ContentLength => _length;

    /// <summary>True if there is no body, or it was read to its end, trailers included.</summary>
    internal bool IsDone => _decoder.IsDone;

    /// <summary>True if the peer may still be waiting for <c>100 Continue</c>.</summary>
    internal bool AwaitsContinue => _mustContinue && !_decoder.IsDone;

    /// <summary>True if the rest of the body cannot or should not be read, so that the connection closes after the response.</summary>
    internal bool IsBroken
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _failure is not null || (_word.IsClosed && !_decoder.IsDone);
    }

    /// <summary>True if a read has failed.</summary>
    internal bool HasFailed => _failure is not null;

    /// <summary>True if the peer sent a malformed or incomplete body.</summary>
    internal bool IsMalformed => _failure is BadRequestException;

    /// <summary>The exception of the read that exceeded the time limit of the body. Null if there is none.</summary>
    internal Exception? LateFailure => _failure is TransportException { IsTimeout: true } ? _failure : null;

    /// <summary>True while a read is in progress.</summary>
    internal bool IsReading => _word.IsReading;

    /// <summary>
    /// True if a client of this process is sending the body to another server, so that sending the response's head does not close the body.
    /// </summary>
    internal bool IsForwarded => _word.IsForwarded;

    /// <summary>Begins the body that a head announces. Returns false if it announces none.</summary>
    internal bool Begin(ServedConn conn, RequestHead head)
    {
        _conn = conn;
        _failure = null;
        var framing = BodyFramingRules.OfRequest(head, out _length);
        _decoder.Start(framing, _length);
        return Begin(head);
    }

    /// <summary>Begins the body of a stream, which ends where the stream does. Returns false if there is none.</summary>
    internal bool BeginStream(ServedConn conn, RequestHead head, bool hasBody)
    {
        _conn = conn;
        _failure = null;
        _length = hasBody ? head.ContentLength : 0;
        _decoder.Start(hasBody ? BodyFraming.UntilClose : BodyFraming.None, 0);
        return Begin(head);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Begin(RequestHead head)
    {
        var hasBody = !_decoder.IsDone;
        _hasBody = hasBody;
        _isInterrupted = false;
        _drained = 0;
        _word.Reset(hasBody);
        _mustContinue = hasBody && head.ExpectsContinue && head.MinorVersion >= 1;
        return hasBody;
    }

    /// <summary>Ends the body when the response is complete; the object can then be reused.</summary>
    internal void End()
    {
        _conn = null;
        _decoder = default;
    }

    public override int Read(Span<byte> buffer)
    {
        BeginRead();
        try
        {
            if (!HasMore(buffer.Length)) return 0;
            if (_mustContinue) SendContinueAsync(holdsThread: true).GetAwaiter().GetResult();
            int count;
            while (!TryRead(buffer, out count)) WaitUninterrupted();
            return count;
        }
        finally
        {
            _holdsThread = false;
            EndRead();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        return TryReadNow(buffer.Span, out var count) ? new(count) : ReadSlowAsync(buffer, null, cancellationToken);
    }

    /// <summary>
    /// Reads available data. Returns false if the peer must send first; the caller must then call <see cref="ReadSlowAsync"/>.
    /// </summary>
    internal bool TryReadNow(Span<byte> buffer, out int count)
    {
        count = 0;
        BeginRead();
        var goesOn = false;
        try
        {
            goesOn = HasMore(buffer.Length) && (_mustContinue || !TryRead(buffer, out count));
        }
        finally
        {
            if (!goesOn) EndRead();
        }

        return !goesOn;
    }

    /// <summary>Records that <c>100 Continue</c> was sent.</summary>
    internal void ContinueIsSent() => _mustContinue = false;

    /// <summary>Closes the body, so that no further read can begin.</summary>
    /// <returns>False if a read is in progress.</returns>
    internal bool CloseForReading() => !_hasBody || _word.Close();

    /// <summary>Closes the body unless a read or drain is in progress. Returns false, and changes nothing, if one is.</summary>
    internal bool TryCloseForReading() => _word.TryClose();

    /// <summary>Closes the body because the response's head is about to be sent (BEHAVIOUR S14).</summary>
    /// <returns>True if the body was closed and must be drained. False if there is none, or if a client is sending it to another
    /// server.</returns>
    internal bool CloseForHead() => _hasBody && _word.TryCloseForHead();

    internal override void Forward() => _word.Forward();

    /// <summary>Sets the handler's limit: an instant, or zero for none.</summary>
    internal void SetDeadline(long until)
    {
        if (_conn is { } conn) _waits.SetInput(conn.Transport, until);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _word.Close();
        base.Dispose(disposing);
    }

    /// <summary>Continues a read that <see cref="TryReadNow"/> has begun.</summary>
    /// <param name="buffer">Receives the bytes. Not empty.</param>
    /// <param name="face">The claimed face, which is released after the read. Null if there is none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal async ValueTask<int> ReadSlowAsync(Memory<byte> buffer, ServedBody? face, CancellationToken cancellationToken)
    {
        try
        {
            if (_mustContinue) await SendContinueAsync(holdsThread: false).ConfigureAwait(false);
            using var registration = cancellationToken.UnsafeRegister(static body => ((RequestBody)body!).Wake(), this);
            int count;
            while (!TryRead(buffer.Span, out count))
            {
                await WaitAsync(holdsThread: false).ConfigureAwait(false);
                if (_isInterrupted || cancellationToken.IsCancellationRequested) GiveUp();
            }

            return count;
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            EndRead();
            face?.Release();
        }
    }

    private void BeginRead()
    {
        if (!_word.TryBeginRead()) ThrowRefused();
    }

    private void EndRead()
    {
        if (_word.EndRead()) _readEnded!.SetResult();
    }

    [DoesNotReturn]
    private void ThrowRefused() => throw new InvalidOperationException(_word.IsClosed
        ? "The body of the request can no longer be read: it was closed, or the head of the response has been sent."
        : "A read of this body is still in progress. Await it before the next one.");

    // Returns false if the read must return 0: at the end of the body, or for an empty buffer.
    private bool HasMore(int room)
    {
        if (_failure is { } failure) throw Again(failure);
        return !_decoder.IsDone && room > 0;
    }

    private static Exception Again(Exception failure) => failure switch
    {
        BadRequestException bad => new BadRequestException(bad.StatusCode, bad.Message, bad.InnerException),
        TransportException transport => new TransportException(transport.Error, transport.Message, transport),
        _ => new IOException(failure.Message, failure),
    };

    // Reads once without waiting. The count is 0 at the end of the body. Returns false if the peer must send first.
    private bool TryRead(Span<byte> buffer, out int written)
    {
        try
        {
            return TryDecode(buffer, out written);
        }
        catch (IOException failure)
        {
            Fail(failure);
            throw;
        }
    }

    private bool TryDecode(Span<byte> buffer, out int written)
    {
        while (true)
        {
            ref var input = ref _conn!.Input;
            if (!input.IsEmpty)
            {
                var status = _decoder.Decode(input.Unread, buffer, out var consumed, out written);
                input.Consume(consumed);
                if (status == ParseStatus.Rejected) Throw.BadBody(_decoder.Reason);
                if (status == ParseStatus.Done) _conn.EndBody(ref _decoder);
                if (written > 0 || status == ParseStatus.Done) return true;
            }

            written = 0;
            // After an interruption, the caller throws another exception instead (GiveUp).
            if (_waits.IsInputOver && !_isInterrupted)
                Throw.Transport(TransportError.TimedOut, "The time limit of the request has expired.");
            var count = input.Fill(_conn.Transport, out var filled);
            if (count == Conn.WouldBlock) return false;
            if (count == 0)
            {
                if (_decoder.Finish() == ParseStatus.Rejected) Throw.BadBody(_decoder.Reason);
                _conn.EndBody(ref _decoder);
                return true;
            }

            _waits.MovedInput(count, _conn.RateMin);
            _conn.CountReceived(count, filled);
        }
    }

    private void Fail(IOException failure)
    {
        _failure = failure;
        // After a malformed or incomplete body, the response can still be sent.
        if (failure is not TransportException transport) return;
        // The same holds after a time limit of the body, unless the limit of the response has expired, too.
        if (!transport.IsTimeout || _conn!.Transport.IsTimedOut) _conn!.Lose();
        // A time limit that expires during a drain is not reported, because no handler is reading.
        if (transport.IsTimeout && IsReading) _conn.TellRefused(RejectReason.BodyTimedOut, []);
    }
}
