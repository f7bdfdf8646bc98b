// The output buffer and who may touch it.
//
// While no handler runs, the turn has it alone. While one runs, the handler (its writer) appends to it and sends from it, and the turn
// that started the handler sends answers that were finished before; the two may be on different threads. They exclude each other by
// _outputHeld, which belongs to no thread, so that it can be held across an await. A turn never waits for it: if the handler
// holds the output it is sending, and everything finished before goes first.
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed partial class ServerConn
{
    /// <summary>How much output waits for the peer before whoever produces it waits too.</summary>
    private const int OutputBytesMax = 64 * 1024;

    internal OutputBuffer Output;

    private int _outputHeld;
    private Pace _outputPace;

    /// <summary>Excludes the turn from the output. It holds it for one system call at most, so this spins.</summary>
    internal void AcquireOutput()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _outputHeld, 1, 0) != 0) spin.SpinOnce();
    }

    internal void ReleaseOutput() => Volatile.Write(ref _outputHeld, 0);

    /// <summary>Adds body bytes, sending when the buffer is full. The caller holds the output.</summary>
    internal void AppendOrSend(ReadOnlySpan<byte> data)
    {
        if (Output.Count + data.Length > OutputBytesMax)
        {
            SendHeld();
            if (data.Length > OutputBytesMax)
            {
                SendWithLimit(data);
                return;
            }
        }

        Output.Append(data);
    }

    /// <summary>As <see cref="AppendOrSend"/>, waiting without a thread.</summary>
    internal async ValueTask AppendOrSendAsync(ReadOnlyMemory<byte> data)
    {
        if (Output.Count + data.Length > OutputBytesMax)
        {
            await SendHeldAsync().ConfigureAwait(false);
            if (data.Length > OutputBytesMax)
            {
                await SendWithLimitAsync(data).ConfigureAwait(false);
                return;
            }
        }

        Output.Append(data.Span);
    }

    internal void FlushOutput()
    {
        AcquireOutput();
        try
        {
            SendHeld();
        }
        finally
        {
            ReleaseOutput();
        }
    }

    internal async ValueTask FlushOutputAsync()
    {
        AcquireOutput();
        try
        {
            await SendHeldAsync().ConfigureAwait(false);
        }
        finally
        {
            ReleaseOutput();
        }
    }

    /// <summary>RFC 9110 section 10.1.1: the body that the peer holds back is wanted.</summary>
    internal void SendContinue()
    {
        AcquireOutput();
        Output.Append("HTTP/1.1 100 Continue\r\n\r\n"u8);
        ReleaseOutput();
        FlushOutput();
    }

    internal ValueTask SendContinueAsync()
    {
        AcquireOutput();
        Output.Append("HTTP/1.1 100 Continue\r\n\r\n"u8);
        ReleaseOutput();
        return FlushOutputAsync();
    }

    /// <summary>A cancelled write leaves an answer that cannot be completed: the connection is given up.</summary>
    internal CancellationTokenRegistration AbortWhen(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((Conn)state!).Abort(), _conn);

    // By the turn, while a handler runs elsewhere.
    private void SendFinished()
    {
        if (Interlocked.CompareExchange(ref _outputHeld, 1, 0) != 0) return;
        try
        {
            TrySendOutput();
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

    // What the socket takes at once; true: everything.
    private bool TrySendOutput()
    {
        if (Output.IsEmpty) return true;
        var count = _conn.TrySend(Output.Pending);
        if (count > 0) Output.Consume(count);
        return Output.IsEmpty;
    }

    private void SendHeld()
    {
        if (TrySendOutput()) return;
        SendWithLimit(Output.Pending);
        Output.Clear();
    }

    private async ValueTask SendHeldAsync()
    {
        if (TrySendOutput()) return;
        await SendWithLimitAsync(Output.PendingMemory).ConfigureAwait(false);
        Output.Clear();
    }

    // A peer that reads nothing may not hold a thread or memory for long: see Pace.
    private void SendWithLimit(ReadOnlySpan<byte> data)
    {
        BeginOutputWait();
        _conn.Send(data);
        EndOutputWait(data.Length);
    }

    private async ValueTask SendWithLimitAsync(ReadOnlyMemory<byte> data)
    {
        BeginOutputWait();
        await _conn.SendAsync(data).ConfigureAwait(false);
        EndOutputWait(data.Length);
    }

    private void BeginOutputWait() => _conn.SetDeadline(_outputPace.BeginWait(Environment.TickCount64));

    private void EndOutputWait(int count)
    {
        _outputPace.EndWait(Environment.TickCount64);
        _outputPace.Moved(count);
        _conn.SetDeadline(0);
    }

    // Between requests: sends everything, then ends the turn as told. Waiting for a slow reader takes the turn's place.
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

        _state = State.Answered;
        _conn.Resume();
    }
}
