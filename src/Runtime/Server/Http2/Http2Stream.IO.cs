using System.Diagnostics.CodeAnalysis;
using RouteGen.Primitives;

namespace RouteGen.Serving;

// The operations of the stream's connection object (Http2StreamConn).
internal sealed partial class Http2Stream
{
    /// <summary>Takes received data. See <see cref="IO.Conn.TryReceive"/>.</summary>
    internal int TryReceive(Span<byte> buffer)
    {
        lock (Owner.Gate)
        {
            // Data that arrived before the reset is not delivered, because the request is not complete.
            if (IsReset) ThrowReset();
            if (_inbound.IsEmpty) return HasPeerEnded ? 0 : IO.Conn.WouldBlock;
            var count = Math.Min(buffer.Length, _inbound.Count);
            _inbound.Pending[..count].CopyTo(buffer);
            _inbound.Consume(count);
            if (_inbound.IsEmpty) _inbound.Release();
            Owner.ReturnWindow(this, count, ref _unreturned);
            return count;
        }
    }

    /// <summary>Queues data as frames, as far as the windows and the output allow. See <see cref="IO.Conn.TrySend"/>.</summary>
    internal int TrySend(ReadOnlySpan<byte> data)
    {
        lock (Owner.Gate)
        {
            if (IsReset || HasEnded) ThrowReset();
            return Owner.QueueData(this, data);
        }
    }

    internal ValueTask WaitReadableAsync()
    {
        lock (Owner.Gate)
        {
            // The reader may be the one for whom window updates wait.
            Owner.FlushLocked();
            return CanRead ? default : _reader.Arm();
        }
    }

    internal ValueTask WaitWritableAsync()
    {
        lock (Owner.Gate) return CanWrite ? default : _writer.Arm();
    }

    internal void WaitReadable()
    {
        ManualResetEventSlim wake;
        lock (Owner.Gate)
        {
            Owner.FlushLocked();
            if (CanRead) return;
            wake = _reader.Block();
        }

        Block(_reader, wake);
    }

    internal void WaitWritable()
    {
        ManualResetEventSlim wake;
        lock (Owner.Gate)
        {
            if (CanWrite) return;
            wake = _writer.Block();
        }

        Block(_writer, wake);
    }

    /// <summary>Ends the wait for data, if any.</summary>
    internal void WakeReader()
    {
        lock (Owner.Gate)
        {
            WakeReaderLocked();
            Owner.ScheduleLocked();
        }
    }

    internal void WakeReaderLocked()
    {
        if (_reader.Wake()) Owner.MakeReady(this, StreamWork.Read);
    }

    internal void WakeWriterLocked()
    {
        if (_writer.Wake()) Owner.MakeReady(this, StreamWork.Write);
    }

    /// <summary>True if a wait for space is in progress that would now find some.</summary>
    internal void WakeWriterIfPossible()
    {
        if (CanWrite) WakeWriterLocked();
    }

    /// <summary>Resets the stream because a write was cancelled.</summary>
    internal void Abort()
    {
        lock (Owner.Gate)
        {
            Owner.ResetLocked(this, Http2Error.Cancel);
            Owner.FlushLocked();
            Owner.ScheduleLocked();
        }
    }

    /// <summary>Ends the wait whose deadline has passed, and the stream if it was not only the wait for data.</summary>
    internal void ExpireLocked()
    {
        if (TryEndInput())
        {
            WakeReaderLocked();
            return;
        }

        if (!IsOverdue(Environment.TickCount64)) return;
        Owner.ResetLocked(this, Http2Error.Cancel, hasTimedOut: true);
    }

    private bool CanRead => IsReset || HasPeerEnded || !_inbound.IsEmpty;

    private bool CanWrite => IsReset || Owner.CanQueueData(this);

    // Blocks the thread until the wait is ended, or the deadline of the stream has passed.
    private void Block(StreamWait wait, ManualResetEventSlim wake)
    {
        ThreadWait.Leave();
        while (true)
        {
            var left = _conn.Deadline is var deadline and not 0 ? Math.Clamp(deadline - Environment.TickCount64, 0, int.MaxValue) : -1;
            if (left != 0 && wake.Wait((int)left)) break;
            lock (Owner.Gate)
            {
                if (wake.IsSet) break;
                ExpireLocked();
                Owner.FlushLocked();
                Owner.ScheduleLocked();
                if (wake.IsSet) break;
            }
        }

        lock (Owner.Gate) wait.Unblock();
    }

    [DoesNotReturn]
    private void ThrowReset() => throw (HasTimedOut
        ? new TransportException(TransportError.TimedOut, "The time limit of the stream has expired.")
        : new TransportException(TransportError.ConnectionReset, "The stream was reset, or its connection has ended."));
}
