// Waiting. A read wait of the owner arms the word's ReadWaiter while a zero-byte receive is pending. Data that does not fit the send buffer
// is sent asynchronously. A token ends such a send, because a shutdown does not end it on every platform. Waits that block the thread poll
// in slices. On Linux the shutdown by Abort ends a poll; elsewhere it is noticed at the end of the slice.
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace RouteGen.IO;

internal sealed partial class SocketConn : IValueTaskSource
{
    private const int PollSliceMs = 100;

    private readonly ZeroByteReceiver _receiver;
    private bool _receiving;

    // Reset by the owner before it arms the waiter, and completed by the thread that disarms it.
    private ManualResetValueTaskSourceCore<bool> _readable;

    // 1 from the start of a read wait until its result is read. A second wait must not reset the source of the first.
    private int _isReadTaken;

    // 1 while a send that has to wait is in progress. A second send would mix its bytes with those of the first.
    private int _isSending;

    // Created by the first send that has to wait.
    private CancellationTokenSource? _sendEnd;

    private bool IsReceiving => Volatile.Read(ref _receiving);

    internal override ValueTask WaitReadableAsync()
    {
        EndIfOverdue();
        if (HasEnded) return ValueTask.FromException(EndedException());
        if (!BeginReceive()) return default;
        if (Interlocked.CompareExchange(ref _isReadTaken, 1, 0) != 0) Throw.WaitGoesOn();
        _readable.Reset();
        var wait = new ValueTask(this, _readable.Version);
        if (_word.ArmRead()) return wait;
        Volatile.Write(ref _isReadTaken, 0);
        return default;
    }

    internal override void WaitReadable()
    {
        // If a zero-byte receive is pending, it may get an error that a poll would then miss.
        if (IsReceiving) WaitReadableAsync().AsTask().GetAwaiter().GetResult();
        else Poll(SelectMode.SelectRead);
    }

    internal override ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (!data.IsEmpty)
            {
                var count = TrySend(data.Span);
                if (count == WouldBlock)
                {
                    if (Interlocked.CompareExchange(ref _isSending, 1, 0) != 0) Throw.WaitGoesOn();
                    return SendRestAsync(data);
                }

                data = data[count..];
            }

            return default;
        }
        catch (TransportException e)
        {
            return ValueTask.FromException(e);
        }
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var count = TrySend(data);
            if (count == WouldBlock) Poll(SelectMode.SelectWrite);
            else data = data[count..];
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        // The token of an earlier wait throws here, without a change of state.
        _readable.GetResult(token);
        Volatile.Write(ref _isReadTaken, 0);
        ThrowIfEnded();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _readable.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _readable.OnCompleted(continuation, state, token, flags);

    // Returns true if a zero-byte receive is pending, which posts Read when it completes. Returns false if a read may succeed at once.
    private bool BeginReceive()
    {
        if (HasEnded || _fault != SocketError.Success) return false;
        // The owner and a thread that begins to watch the peer may call this at the same time.
        if (Interlocked.Exchange(ref _receiving, true)) return true;
        if (_socket.ReceiveAsync(_receiver)) return true;
        EndReceive();
        return false;
    }

    // Sets the fault before the receive counts as completed, so that an end of the stream is not trusted in between.
    private void EndReceive()
    {
        if (_receiver.SocketError != SocketError.Success) _fault = _receiver.SocketError;
        Volatile.Write(ref _receiving, false);
    }

    private void OnReceived()
    {
        EndReceive();
        var posted = _word.Post(Ready.Read);
        if (posted.Turn == Ready.None) OnReceivedWhileOwned();
        Dispatch(posted, mayRunHere: true);
    }

    private void WakeReader(bool mayRunHere)
    {
        _readable.RunContinuationsAsynchronously = !mayRunHere;
        _readable.SetResult(true);
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            // Written before _ended is checked. End writes _ended before it checks this field.
            _sendEnd ??= new CancellationTokenSource();
            Interlocked.MemoryBarrier();
            ThrowIfEnded();
            while (!data.IsEmpty)
            {
                var count = await _socket.SendAsync(data, SocketFlags.None, _sendEnd.Token).ConfigureAwait(false);
                data = data[count..];
            }
        }
        catch (SocketException e)
        {
            throw SendFailed(e.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            throw EndedException();
        }
        finally
        {
            Volatile.Write(ref _isSending, 0);
        }
    }

    private void Poll(SelectMode mode)
    {
        while (true)
        {
            EndIfOverdue();
            ThrowIfEnded();
            if (mode == SelectMode.SelectRead && Driver is { HasInputEnded: true }) return;
            var wait = Deadline == 0 ? PollSliceMs : Math.Clamp(Deadline - Environment.TickCount64, 1, PollSliceMs);
            try
            {
                if (!_socket.Poll((int)wait * 1000, mode)) continue;
            }
            catch (SocketException e)
            {
                throw Broken(e.SocketErrorCode);
            }

            ThrowIfEnded();
            return;
        }
    }

    private void EndIfOverdue()
    {
        var deadline = Deadline;
        if (deadline != 0 && deadline <= Environment.TickCount64) EndOverdue();
    }

    // Waits for bytes without receiving any.
    private sealed class ZeroByteReceiver : SocketAsyncEventArgs
    {
        private readonly SocketConn _conn;

        internal ZeroByteReceiver(SocketConn conn)
            : base(true) // without the ExecutionContext
        {
            _conn = conn;
            SetBuffer(Memory<byte>.Empty);
        }

        protected override void OnCompleted(SocketAsyncEventArgs e) => _conn.OnReceived();
    }
}
