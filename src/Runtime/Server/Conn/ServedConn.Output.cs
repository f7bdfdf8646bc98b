// The output buffer and its owner.
//
// While no handler runs, the turn owns the buffer. While a handler runs, its writer appends to the buffer and sends from it, and the turn
// that started the handler sends previous responses, perhaps on another thread. _outputHeld admits one of them at a time. It is not a lock,
// because it is held across awaits.
//
// A turn never waits for the output: if the handler holds it, the handler is sending, and previous responses are sent first. A handler
// waits for a turn, which holds the output for one system call, and for a read that sends 100 (Continue). A second write during a write of
// the handler throws.
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen.Serving;

internal abstract partial class ServedConn
{
    /// <summary>Number of buffered bytes at which the producer must wait for the peer.</summary>
    private protected const int OutputBytesMax = 32 * 1024;

    // Limit for buffered data, which reserves space for the framing of a chunk. More than 32 KiB would require an array of twice the size.
    private const int CollectedBytesMax = OutputBytesMax - 64;

    // Number of bytes in a send that waits for the peer to read. Once they are sent, the socket again gets as many bytes as it accepts.
    private const int SendStepBytes = 1024;

    private const int NotHeld = 0;
    private const int HeldByTurn = 1;
    private const int HeldByHandler = 2;

    // A read that sends 100 (Continue) uses the output. A concurrent write is allowed, and waits for the read.
    private const int HeldByReader = 3;

    internal OutputBuffer Output;

    private int _outputHeld;

    // Waits of the request that is being served or parsed. Null if there is none.
    private ConnWaits? _waits;

    // True after a read or write has failed: nothing more can be sent to the peer.
    private protected volatile bool _isLost;

    /// <summary>True if a read or a write has failed.</summary>
    internal bool IsLost => _isLost;

    /// <summary>Marks the connection as lost because a read or write has failed, and cancels the request.</summary>
    internal void Lose()
    {
        _isLost = true;
        // IRequestOwner.WatchPeer stores the context and then reads _isLost. At least one of the two must see the other's change.
        Interlocked.MemoryBarrier();
        OnPeerEnded();
    }

    /// <summary>Acquires the output for the handler, until the lease is disposed.</summary>
    /// <exception cref="InvalidOperationException">The handler has not awaited its previous write.</exception>
    internal OutputLease HoldOutput()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _outputHeld, HeldByHandler, NotHeld) is var holder and not NotHeld)
        {
            if (holder == HeldByHandler)
                throw new InvalidOperationException(
                    "A write or flush of this response is still in progress. Await it before the next one.");
            spin.SpinOnce();
        }

        return new(this);
    }

    /// <summary>Acquires the output for a read that sends 100 (Continue). Returns false if another user holds it.</summary>
    internal bool TryHoldOutput(out OutputLease lease) => TryHoldOutput(HeldByReader, out lease);

    /// <summary>Releases the output. Called by its lease.</summary>
    internal void ReleaseOutput() => Volatile.Write(ref _outputHeld, NotHeld);

    private bool TryHoldOutput(int holder, out OutputLease lease)
    {
        lease = new(this);
        return Interlocked.CompareExchange(ref _outputHeld, holder, NotHeld) == NotHeld;
    }

    /// <summary>Appends data, and sends if the buffer is full. The caller holds the output.</summary>
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

    /// <summary>Appends or sends data like <see cref="AppendOrSend"/>, without blocking a thread.</summary>
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

    /// <summary>Aborts the connection when the token is cancelled, because a cancelled write leaves the response incomplete.</summary>
    internal CancellationTokenRegistration AbortWhen(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((Conn)state!).Abort(), _conn);

    /// <summary>Sets the handler's limit for sending: an instant, or zero for none.</summary>
    internal void SetOutputDeadline(long until) => Waits.SetOutput(_conn, until);

    /// <summary>
    /// Sends the responses that were finished before the current request, while its handler waits or runs on another thread.
    /// </summary>
    internal void SendFinished()
    {
        if (!TryHoldOutput(HeldByTurn, out var lease)) return;
        using (lease)
        {
            try
            {
                TrySendOrLose();
            }
            catch (TransportException)
            {
                // The handler's own writes will fail as well, and close the connection.
            }
        }
    }

    // Sends as much as the socket accepts at once. Returns true if the buffer is then empty.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool TrySendOutput()
    {
        if (Output.IsEmpty) return true;
        CheckOutputLimit();
        var count = _conn.TrySend(Output.Pending);
        if (count > 0) Output.Consume(count);
        return Output.IsEmpty;
    }

    // Like TrySendOutput, for use while a request is being served: a failure marks the connection as lost and cancels the request.
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
        if (_isLost || _waits is { IsOutputOver: true }) ThrowUnsendable();
    }

    // Data of a send that failed is missing from the response, so nothing may follow it, even if the handler goes on.
    private void ThrowUnsendable()
    {
        if (_waits is { IsOutputOver: true })
            Throw.Transport(TransportError.TimedOut, "The time limit of the response has expired.");
        Throw.Transport(TransportError.Aborted, "An earlier read or write of this connection has failed.");
    }

    // Data that is sent without waiting counts towards the minimum rate, too.
    private bool TrySendHeld()
    {
        var before = Output.Count;
        var isAll = TrySendOrLose();
        if (before > Output.Count) Waits.MovedOutput(before - Output.Count, RateMin);
        return isAll;
    }

    /// <summary>Sends the whole output, and blocks the thread until the peer has accepted it. The caller holds the output.</summary>
    internal void SendHeld()
    {
        if (TrySendHeld()) return;
        SendWithLimit(Output.Pending);
        Output.Clear();
    }

    /// <summary>Sends the whole output like <see cref="SendHeld"/>, but without blocking a thread.</summary>
    internal async ValueTask SendHeldAsync()
    {
        if (TrySendHeld()) return;
        await SendWithLimitAsync(Output.PendingMemory).ConfigureAwait(false);
        Output.Clear();
    }

    // Limited, so that a peer that does not read cannot block a thread or keep memory for long (see Pace).
    private void SendWithLimit(ReadOnlySpan<byte> data)
    {
        try
        {
            CheckOutputLimit();
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
            CheckOutputLimit();
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

    // Rents an exchange if the connection has none, because time limits also apply to the remaining output.
    private protected ConnWaits Waits => _waits ?? MakeWaits();

    private protected void SetWaits(ConnWaits? waits) => _waits = waits;

    private protected abstract ConnWaits MakeWaits();

    private void BeginOutputWait()
    {
        // While a slow peer reads its response, the empty input buffer is released, unless a read of a body may be using the buffer.
        if (Input.IsEmpty && HasNoBody) Input.Release();
        Waits.BeginOutput(_conn);
    }

    private void EndOutputWait() => Waits.EndOutput(_conn);
}
