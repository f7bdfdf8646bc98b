// The body of a served request: read from the connection, beginning with the data that was buffered after the head. While the handler runs,
// this is the only reader of the connection, so it uses the connection's input buffer directly.
//
// _word decides who may touch the input (buffer, decoder, read wait), on every path, including those that never wait: see BodyWord. The
// cases:
//
// - The head of the response is about to be sent, with no read in progress: the body is closed, then the rest is drained (BEHAVIOUR S14).
// - The same during a read (on another thread): the body is closed, but nothing is drained. The head says "Connection: close", the read
//   ends
//   with the input of the peer, and the next one is refused.
// - With EnableFullDuplex, or when the client is sending the body elsewhere (Forward), the head leaves the body as it is; it is drained
//   after the complete response.
// - The handler completes during a read: the body is closed and the read interrupted, so that it throws a TransportException. Nothing of
//   the
//   request is reused before that read has ended (WaitForReaderAsync).
//
// A read that is cancelled or interrupted is woken as if data had arrived (Conn.Notify). The rest of the body is abandoned with it, and the
// connection closes after the response, which still reaches the peer. A read that blocks its thread can only be ended by an abort.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class RequestBody : Body
{
    private ServerConn? _conn;
    private BodyDecoder _decoder;
    private long _length;
    private readonly ConnWaits _waits;
    private BodyWord _word;
    private bool _hasBody;
    private bool _mustContinue;
    private Exception? _failure;

    // The waiter for the end of the read sets _isInterrupted, then checks _holdsThread; the read sets _holdsThread, then checks
    // _isInterrupted.
    private volatile bool _isInterrupted;
    private volatile bool _holdsThread;

    // Completed by the read whose end is awaited.
    private TaskCompletionSource? _readEnded;

    /// <summary>A body that waits within these limits.</summary>
    internal RequestBody(ConnWaits waits) => _waits = waits;

    public override long ContentLength => _length;

    /// <summary>True if the body was read to its end, trailers included, or there is none.</summary>
    internal bool IsDone => _decoder.IsDone;

    /// <summary>True if the peer still waits for a <c>100 Continue</c>.</summary>
    internal bool AwaitsContinue => _mustContinue && !_decoder.IsDone;

    /// <summary>True if what is left cannot or should not be read, so that the connection closes after the response.</summary>
    internal bool IsBroken
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _failure is not null || (_word.IsClosed && !_decoder.IsDone);
    }

    /// <summary>True if a read of it has failed.</summary>
    internal bool HasFailed => _failure is not null;

    /// <summary>True if the peer sent a malformed or incomplete body.</summary>
    internal bool IsMalformed => _failure is BadRequestException;

    /// <summary>True while a read is in progress.</summary>
    internal bool IsReading => _word.IsReading;

    /// <summary>True if the client of this process is sending it elsewhere, so that the response's head leaves it open.</summary>
    internal bool IsForwarded => _word.IsForwarded;

    /// <summary>Begins the body that a head announces. Returns false if there is none.</summary>
    internal bool Begin(ServerConn conn, RequestHead head)
    {
        _conn = conn;
        _failure = null;
        var framing = BodyFramingRules.OfRequest(head, out _length);
        _decoder.Start(framing, _length);
        var hasBody = !_decoder.IsDone;
        _hasBody = hasBody;
        _isInterrupted = false;
        _word.Reset(hasBody);
        _mustContinue = hasBody && head.ExpectsContinue && head.MinorVersion >= 1;
        return hasBody;
    }

    /// <summary>The response is complete: the object can serve another body.</summary>
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
            if (_mustContinue) _conn!.SendContinue(this);
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
    /// Reads available data. Returns false if the peer must send first; then call <see cref="ReadSlowAsync"/>, which waits for it.
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

    /// <summary>Returns true if the caller, which holds the output, must send the <c>100 Continue</c>. At most once per body.</summary>
    internal bool TakeContinue()
    {
        var mustContinue = _mustContinue;
        _mustContinue = false;
        return mustContinue;
    }

    /// <summary>Closes the body: no further read may begin.</summary>
    /// <returns>False if a read is in progress.</returns>
    internal bool CloseForReading() => !_hasBody || _word.Close();

    /// <summary>Closes the body, unless a read or drain holds the input: then nothing changes.</summary>
    internal bool TryCloseForReading() => _word.TryClose();

    /// <summary>Closes the body because the response's head is about to be sent (BEHAVIOUR S14).</summary>
    /// <returns>True if this closed the body, so that it has to be drained. False if there is none, or if it is being sent
    /// elsewhere.</returns>
    internal bool CloseForHead() => _hasBody && _word.TryCloseForHead();

    internal override void Forward() => _word.Forward();

    /// <summary>The handler's own limit: an instant, or zero for none.</summary>
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
    /// <param name="buffer">Takes the bytes; not empty.</param>
    /// <param name="face">The face that was claimed for the read, and is released after it. Null if there is none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<int> ReadSlowAsync(Memory<byte> buffer, ServedBody? face, CancellationToken cancellationToken)
    {
        try
        {
            if (_mustContinue) await _conn!.SendContinueAsync(this).ConfigureAwait(false);
            using var registration = cancellationToken.UnsafeRegister(static body => ((RequestBody)body!).Wake(), this);
            int count;
            while (!TryRead(buffer.Span, out count))
            {
                await WaitAsync().ConfigureAwait(false);
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

    // Returns false if there is nothing left to read, or nothing was requested.
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

    // Reads once without waiting. Returns true with a count (0 at the end), false if the peer must send first.
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
            if (_waits.IsInputOver) Throw.Transport(TransportError.TimedOut, "The time limit of the request has expired.");
            var count = input.Fill(_conn.Transport, out _);
            if (count == Conn.WouldBlock) return false;
            if (count == 0) Throw.BadBody(RejectReason.IncompleteBody);
            _waits.MovedInput(count, _conn.RateMin);
            _conn.CountReceived(count);
        }
    }

    private void Fail(IOException failure)
    {
        _failure = failure;
        // After the end of the peer's stream, responses still reach it.
        if (failure is not TransportException transport) return;
        _conn!.Lose();
        // A drain has no reader: the request was served.
        if (transport.IsTimeout && IsReading) _conn.TellRefused(RejectReason.BodyTimedOut, []);
    }
}
