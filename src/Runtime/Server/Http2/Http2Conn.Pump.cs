using System.Buffers;
using RouteGen.IO;

namespace RouteGen.Serving;

// A stuck connection: its turn is suspended, and the owner waits for the socket to accept the output, while it goes on reading frames. A
// peer that reads nothing is closed by the minimum rate (ConnWaits).
internal sealed partial class Http2Conn
{
    private const int PumpStepBytes = 16 * 1024;

    // The limits of the waits of this connection, not of a stream.
    private readonly ConnWaits _waits = new();

    // Guarded by Gate.
    private bool _isPumping;

    // True until everything was sent. The connection may be stuck again before the next turn, which then begins anew.
    private volatile bool _isSending;

    internal override bool TryEndInput()
    {
        if (Volatile.Read(ref _isPumping)) return _waits.TryEndInput(_conn);
        lock (Gate)
        {
            // Without an owner, the connection gets a turn. Otherwise the deadline has passed just when a turn began, which sets another.
            if (!_isInTurn) return false;
        }

        _conn.SetDeadline(0);
        _conn.SetDeadline(Environment.TickCount64 + DeadlineRetryMs);
        return true;
    }

    private void BeginPump()
    {
        _isPumping = true;
        _ = PumpAsync();
    }

    private async Task PumpAsync()
    {
        // The turn that began this must have ended.
        await Task.Yield();
        _conn.SetDeadline(0);
        _isSending = true;
        var sending = SendStuckAsync();
        try
        {
            while (_isSending && _state < State.Closing)
            {
                _mayRead = true;
                if (!TryReadFrames())
                {
                    lock (Gate) ScheduleLocked();
                    continue;
                }

                lock (Gate) ScheduleLocked();
                if (_hasPeerEnded) break;
                if (_isSending) await _conn.WaitReadableAsync().ConfigureAwait(false);
            }
        }
        catch (TransportException)
        {
            lock (Gate) Break();
        }
        catch (Exception failure)
        {
            Host.LogOf("A connection failed.", _conn.RemoteEndPoint, null, failure);
            lock (Gate) Break();
        }

        if (_isBroken) _conn.Abort();
        await sending.ConfigureAwait(false);
        _waits.Reset();
        lock (Gate)
        {
            _isPumping = false;
            ScheduleLocked();
        }

        _conn.Resume();
    }

    // Sends the output until it is empty. Never throws.
    private async Task SendStuckAsync()
    {
        var step = ArrayPool<byte>.Shared.Rent(PumpStepBytes);
        try
        {
            while (TakeStep(step) is var count and > 0)
            {
                _waits.BeginOutput(_conn);
                await _conn.SendAsync(step.AsMemory(0, count)).ConfigureAwait(false);
                _waits.EndOutput(_conn);
                _waits.MovedOutput(count, Limits.RateMin);
            }
        }
        catch (TransportException)
        {
            lock (Gate) Break();
        }
        catch (Exception failure)
        {
            Host.LogOf("A connection failed.", _conn.RemoteEndPoint, null, failure);
            lock (Gate) Break();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(step);
        }

        _isSending = false;
        // Ends the wait for data. On another thread, because the reader continues synchronously.
        ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Notify(Ready.Read), _conn, preferLocal: false);
    }

    // Moves the next bytes of the output into an array. Returns 0 if there are none; the connection is then no longer stuck.
    private int TakeStep(byte[] step)
    {
        lock (Gate)
        {
            var count = Math.Min(_output.Count, PumpStepBytes);
            _output.Pending[..count].CopyTo(step);
            _output.Consume(count);
            if (count == 0 || _isBroken)
            {
                _isStuck = false;
                count = 0;
            }

            WakeWriters();
            ScheduleLocked();
            return count;
        }
    }
}
