// The body of a served request: read from the connection, what was buffered behind the head first. While the handler runs, this is the
// only reader of the connection, so it uses the connection's input buffer directly.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed class RequestBody : Body
{
    private const int DrainBytesMax = 256 * 1024;

    private ServerConn? _conn;
    private BodyDecoder _decoder;
    private long _length;
    private readonly ConnWaits _waits;
    private bool _mustContinue;
    private bool _isClosed;
    private Exception? _failure;

    // 1 while a read that may wait goes on.
    private int _reading;

    /// <summary>A body that waits within these limits.</summary>
    internal RequestBody(ConnWaits waits) => _waits = waits;

    public override long ContentLength => _length;

    /// <summary>Whether the body was read to its end, trailers included, or there is none.</summary>
    internal bool IsDone => _decoder.IsDone;

    /// <summary>Whether the peer still waits for a <c>100 Continue</c>.</summary>
    internal bool AwaitsContinue => _mustContinue && !_decoder.IsDone;

    /// <summary>Whether what is left cannot or should not be read, so that the connection closes after the answer.</summary>
    internal bool IsBroken
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _failure is not null || (_isClosed && !_decoder.IsDone);
    }

    /// <summary>Whether a read of it has failed.</summary>
    internal bool HasFailed => _failure is not null;

    /// <summary>Whether what the peer sent is no body, or not a whole one.</summary>
    internal bool IsMalformed => _failure is ProtocolException or TransportException { Error: TransportError.UnexpectedEof };

    /// <summary>Whether a read that may wait goes on.</summary>
    internal bool IsReading => Volatile.Read(ref _reading) != 0;

    /// <summary>Begins the body that a head announces; false: there is none.</summary>
    internal bool Begin(ServerConn conn, RequestHead head)
    {
        _conn = conn;
        _isClosed = false;
        _failure = null;
        var framing = BodyFramingRules.OfRequest(head, out _length);
        _decoder.Start(framing, _length);
        var hasBody = !_decoder.IsDone;
        _mustContinue = hasBody && head.ExpectsContinue && head.MinorVersion >= 1;
        return hasBody;
    }

    /// <summary>The answer is complete: the object can serve another body.</summary>
    internal void End()
    {
        _conn = null;
        _decoder = default;
    }

    public override int Read(Span<byte> buffer)
    {
        if (!TryBeginRead(buffer.Length)) return 0;
        BeginReading();
        try
        {
            if (_mustContinue) SendContinue();
            int count;
            while (!TryRead(buffer, out count)) Wait();
            return count;
        }
        finally
        {
            EndReading();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        if (!TryBeginRead(buffer.Length)) return new(0);
        if (!_mustContinue && TryRead(buffer.Span, out var count)) return new(count);
        return ReadSlowAsync(buffer, cancellationToken);
    }

    /// <summary>Reads and forgets what has already arrived, up to 256 KiB; <see cref="ParseStatus.NeedMore"/>: the peer is still sending.</summary>
    internal ParseStatus TryDrain(ref int drained)
    {
        if (_decoder.IsDone) return ParseStatus.Done;
        if (_failure is not null || AwaitsContinue || _decoder.Remaining >= DrainBytesMax) return ParseStatus.Rejected;
        Span<byte> scratch = stackalloc byte[4096];
        try
        {
            while (drained < DrainBytesMax)
            {
                if (!TryRead(scratch, out var count)) return ParseStatus.NeedMore;
                if (_decoder.IsDone) return ParseStatus.Done;
                drained += count;
            }
        }
        catch (IOException)
        {
            // Nobody asked for this body. What is wrong with it is kept in _failure, and costs the connection, not the answer.
        }

        return ParseStatus.Rejected;
    }

    /// <summary>As <see cref="TryDrain"/>, waiting for the peer and holding the thread; true: the body is complete.</summary>
    internal bool Drain()
    {
        if (IsReading) return false;
        var drained = 0;
        while (true)
        {
            if (TryDrain(ref drained) is var status and not ParseStatus.NeedMore) return status == ParseStatus.Done;
            try
            {
                Wait();
            }
            catch (TransportException)
            {
                return false;
            }
        }
    }

    /// <summary>As <see cref="Drain"/>, without a thread.</summary>
    internal async ValueTask<bool> DrainAsync()
    {
        if (IsReading) return false;
        var drained = 0;
        while (true)
        {
            if (TryDrain(ref drained) is var status and not ParseStatus.NeedMore) return status == ParseStatus.Done;
            try
            {
                await WaitAsync().ConfigureAwait(false);
            }
            catch (TransportException)
            {
                return false;
            }
        }
    }

    /// <summary>The peer has been told to go on.</summary>
    internal void ContinueIsSent() => _mustContinue = false;

    /// <summary>No more reading: the head of the answer is on its way (BEHAVIOUR S14).</summary>
    internal void CloseForReading() => _isClosed = true;

    /// <summary>The handler's own limit: an instant, or zero for none.</summary>
    internal void SetDeadline(long until)
    {
        if (_conn is { } conn) _waits.SetInput(conn.Transport, until);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _isClosed = true;
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadSlowAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        BeginReading();
        try
        {
            if (_mustContinue) await SendContinueAsync().ConfigureAwait(false);
            using var registration = _conn!.AbortWhen(cancellationToken);
            int count;
            while (!TryRead(buffer.Span, out count))
            {
                await WaitAsync().ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return count;
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            EndReading();
        }
    }

    private void BeginReading()
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0) ThrowReading();
        _conn!.BeginOperation();
    }

    private void EndReading()
    {
        var conn = _conn!;
        Volatile.Write(ref _reading, 0);
        conn.EndOperation();
    }

    [DoesNotReturn]
    private static void ThrowReading() => throw new InvalidOperationException("A read of this body is still going on. Await it before the next one.");

    // False: there is nothing left to read, or nothing was asked for.
    private bool TryBeginRead(int room)
    {
        if (_isClosed) throw new InvalidOperationException("The body of the request cannot be read any more: it was closed, or the head of the answer has been sent.");
        if (_failure is { } failure) throw Again(failure);
        if (IsReading) ThrowReading();
        return !_decoder.IsDone && room > 0;
    }

    private static Exception Again(Exception failure) => failure switch
    {
        ProtocolException protocol => new ProtocolException(protocol.Reason),
        TransportException transport => new TransportException(transport.Error, transport.Message, transport),
        _ => new IOException(failure.Message, failure),
    };

    // One read without waiting: true with a count (0: the end), false when the peer must send first.
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
                if (status == ParseStatus.Rejected) Throw.Protocol(_decoder.Reason);
                if (status == ParseStatus.Done) _conn.EndBody(ref _decoder);
                if (written > 0 || status == ParseStatus.Done) return true;
            }

            written = 0;
            if (_waits.IsInputOver) Throw.Transport(TransportError.TimedOut, "The time limit of the request ran out.");
            var count = input.Fill(_conn.Transport, out _);
            if (count == Conn.WouldBlock) return false;
            if (count == 0) Throw.Transport(TransportError.UnexpectedEof, "The peer closed the connection before the body was complete.");
            _waits.MovedInput(count, _conn.RateMin);
            _conn.CountReceived(count);
        }
    }

    private void Fail(IOException failure)
    {
        _failure = failure;
        // After the end of what the peer sends, answers still reach it.
        if (failure is TransportException { Error: not TransportError.UnexpectedEof }) _conn!.Lose();
    }

    private void Wait()
    {
        // The peer may go on only when it has read the answers ahead of this one.
        _conn!.SendFinished();
        var transport = BeginWait();
        try
        {
            transport.WaitReadable();
        }
        catch (TransportException failure)
        {
            Fail(failure);
            throw;
        }

        EndWait(transport);
    }

    private async ValueTask WaitAsync()
    {
        var transport = BeginWait();
        try
        {
            await transport.WaitReadableAsync().ConfigureAwait(false);
        }
        catch (TransportException failure)
        {
            Fail(failure);
            throw;
        }

        EndWait(transport);
    }

    private Conn BeginWait()
    {
        var transport = _conn!.Transport;
        _waits.BeginInput(transport);
        return transport;
    }

    private void EndWait(Conn transport) => _waits.EndInput(transport);

    private void SendContinue()
    {
        _mustContinue = false;
        _conn!.SendContinue();
    }

    private ValueTask SendContinueAsync()
    {
        _mustContinue = false;
        return _conn!.SendContinueAsync();
    }
}
