// The output buffer and who may touch it.
//
// While no handler runs, the turn has it alone. While one runs, the handler (its writer) appends to it and sends from it, and the turn that
// started the handler sends responses that were finished before; the two may be on different threads. They exclude each other by
// _outputHeld, which belongs to no thread, so that it can be held across an await. A turn never waits for it: if the handler holds the
// output it is sending, and everything finished before goes first. A handler waits for a turn, which holds it for one system call, and for
// a read that sends a 100; for itself it does not wait: a second write while one is in progress is refused.
using System.Runtime.CompilerServices;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed partial class ServerConn
{
    /// <summary>Number of bytes of output that wait for the peer before the producer waits, too.</summary>
    private const int OutputBytesMax = 32 * 1024;

    // Limit of collected output, which leaves room for the lines around a chunk: a byte more than 32 KiB would rent an array of twice the
    // size.
    private const int CollectedBytesMax = OutputBytesMax - 64;

    // A wait for room ends when the peer has read some data: this much is passed to the socket while waiting, and afterwards as much as
    // fits at once.
    private const int SendStepBytes = 1024;

    private const int NotHeld = 0;
    private const int HeldByTurn = 1;
    private const int HeldByHandler = 2;

    // By a read that sends a 100 (Continue): a write at the same time is not a misuse, and waits for it.
    private const int HeldByReader = 3;

    internal OutputBuffer Output;

    private int _outputHeld;

    // A read or write of ours failed: nothing can be sent to the peer any more.
    private volatile bool _isLost;

    /// <summary>True if a read or a write has failed.</summary>
    internal bool IsLost => _isLost;

    /// <summary>A read or a write has failed: the rest of the request cannot be responded to.</summary>
    internal void Lose()
    {
        _isLost = true;
        OnPeerEnded();
    }

    /// <summary>Excludes the turn from the output, until the lease is disposed.</summary>
    /// <exception cref="InvalidOperationException">The handler holds it already: it has not awaited its last write.</exception>
    internal OutputLease HoldOutput()
    {
        AcquireOutput();
        return new(this);
    }

    internal void ReleaseOutput() => Volatile.Write(ref _outputHeld, NotHeld);

    private void AcquireOutput()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _outputHeld, HeldByHandler, NotHeld) is var holder and not NotHeld)
        {
            if (holder == HeldByHandler)
                throw new InvalidOperationException(
                    "A write or flush of this response is still in progress. Await it before the next one.");
            spin.SpinOnce();
        }
    }

    /// <summary>Adds body bytes, sending when the buffer is full. The caller holds the output.</summary>
    internal void AppendOrSend(ReadOnlySpan<byte> data)
    {
        if (Output.Count + data.Length > CollectedBytesMax)
        {
            SendHeld();
            if (data.Length > CollectedBytesMax)
            {
                SendWithLimit(data);
                return;
            }
        }

        Output.Append(data);
    }

    /// <summary>Variant of <see cref="AppendOrSend"/>, waiting without a thread.</summary>
    internal async ValueTask AppendOrSendAsync(ReadOnlyMemory<byte> data)
    {
        if (Output.Count + data.Length > CollectedBytesMax)
        {
            await SendHeldAsync().ConfigureAwait(false);
            if (data.Length > CollectedBytesMax)
            {
                await SendWithLimitAsync(data).ConfigureAwait(false);
                return;
            }
        }

        Output.Append(data.Span);
    }

    internal void FlushOutput()
    {
        using var lease = HoldOutput();
        SendHeld();
    }

    internal async ValueTask FlushOutputAsync()
    {
        using var lease = HoldOutput();
        await SendHeldAsync().ConfigureAwait(false);
    }

    /// <summary>Sends <c>100 Continue</c>, unless the head of the response was sent before (RFC 9110 section 15.2.1).</summary>
    /// <remarks>
    /// Another thread may write meanwhile: the head of the response, after which no 100 may be sent, or an informational response, which is
    /// waited for.
    /// </remarks>
    internal void SendContinue(RequestBody body)
    {
        var spin = default(SpinWait);
        while (!TryAcquireOutput())
        {
            if (!body.AwaitsContinue) return;
            spin.SpinOnce();
        }

        try
        {
            AppendContinue(body);
            SendHeld();
        }
        finally
        {
            ReleaseOutput();
        }
    }

    /// <summary>Sends <c>100 Continue</c> like <see cref="SendContinue"/>, without blocking a thread.</summary>
    internal async ValueTask SendContinueAsync(RequestBody body)
    {
        while (!TryAcquireOutput())
        {
            if (!body.AwaitsContinue) return;
            await Task.Yield();
        }

        try
        {
            AppendContinue(body);
            await SendHeldAsync().ConfigureAwait(false);
        }
        finally
        {
            ReleaseOutput();
        }
    }

    private bool TryAcquireOutput() => Interlocked.CompareExchange(ref _outputHeld, HeldByReader, NotHeld) == NotHeld;

    // The caller holds the output.
    private void AppendContinue(RequestBody body)
    {
        // As in Go, once a handler has begun its response, no 100 is sent. A client that still waits for it sends its body in the end.
        if (_exchange is { } exchange && exchange.Writer.StatusCode >= Status.OK) return;
        if (body.TakeContinue()) Output.Append("HTTP/1.1 100 Continue\r\n\r\n"u8);
    }

    /// <summary>A cancelled write leaves a response that cannot be completed: the connection is given up.</summary>
    internal CancellationTokenRegistration AbortWhen(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((Conn)state!).Abort(), _conn);

    /// <summary>The handler's own limit of sending: an instant, or zero for none.</summary>
    internal void SetOutputDeadline(long until) => Waits.SetOutput(_conn, until);

    /// <summary>
    /// Sends the responses that were finished ahead of a handler: by the turn, while it runs elsewhere, or by itself before it waits.
    /// </summary>
    internal void SendFinished()
    {
        if (Interlocked.CompareExchange(ref _outputHeld, HeldByTurn, NotHeld) != NotHeld) return;
        try
        {
            TrySendOrLose();
        }
        catch (TransportException)
        {
            // The handler's own writes will meet the same, and end the connection.
        }
        finally
        {
            ReleaseOutput();
        }
    }

    // Sends as much as the socket accepts at once. Returns true if that was everything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySendOutput()
    {
        if (Output.IsEmpty) return true;
        CheckOutputLimit();
        var count = _conn.TrySend(Output.Pending);
        if (count > 0) Output.Consume(count);
        return Output.IsEmpty;
    }

    // The same, while a request is being served: its handler is notified at once if the peer is gone.
    private bool TrySendOrLose()
    {
        try
        {
            return TrySendOutput();
        }
        catch (TransportException)
        {
            Lose();
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckOutputLimit()
    {
        if (_exchange is { Waits.IsOutputOver: true })
            Throw.Transport(TransportError.TimedOut, "The time limit of the response has expired.");
    }

    // Part of a response: data that the peer accepts at once earns as much as data that is waited for.
    private bool TrySendHeld()
    {
        var before = Output.Count;
        var isAll = TrySendOrLose();
        if (before > Output.Count) Waits.MovedOutput(before - Output.Count, RateMin);
        return isAll;
    }

    private void SendHeld()
    {
        if (TrySendHeld()) return;
        SendWithLimit(Output.Pending);
        Output.Clear();
    }

    private async ValueTask SendHeldAsync()
    {
        if (TrySendHeld()) return;
        await SendWithLimitAsync(Output.PendingMemory).ConfigureAwait(false);
        Output.Clear();
    }

    // A peer that reads nothing may not hold a thread or memory for long: see Pace.
    private void SendWithLimit(ReadOnlySpan<byte> data)
    {
        try
        {
            while (!data.IsEmpty)
            {
                var count = _conn.TrySend(data);
                if (count == Conn.WouldBlock)
                {
                    count = Math.Min(data.Length, SendStepBytes);
                    BeginOutputWait();
                    _conn.Send(data[..count]);
                    EndOutputWait();
                }

                Waits.MovedOutput(count, Limits.RateMin);
                data = data[count..];
            }
        }
        catch (TransportException)
        {
            Lose();
            throw;
        }
    }

    private async ValueTask SendWithLimitAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (!data.IsEmpty)
            {
                var count = _conn.TrySend(data.Span);
                if (count == Conn.WouldBlock)
                {
                    count = Math.Min(data.Length, SendStepBytes);
                    BeginOutputWait();
                    await _conn.SendAsync(data[..count]).ConfigureAwait(false);
                    EndOutputWait();
                }

                Waits.MovedOutput(count, Limits.RateMin);
                data = data[count..];
            }
        }
        catch (TransportException)
        {
            Lose();
            throw;
        }
    }

    // The limit also applies to output after the last response of an exchange that was left to its handler.
    private ConnWaits Waits => (_exchange ??= ServedExchange.Rent()).Waits;

    private void BeginOutputWait()
    {
        // A peer that is slow to read holds its response, and not a buffer for requests as well, unless there is a body that is perhaps
        // being read.
        if (Input.IsEmpty && _exchange is { Body.ContentLength: 0 }) Input.Release();
        Waits.BeginOutput(_conn);
    }

    private void EndOutputWait() => Waits.EndOutput(_conn);

    // Between requests: sends everything, then ends the turn in the given way. If the reader is slow, a wait replaces the end of the turn.
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
