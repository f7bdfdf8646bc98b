// Encrypted bytes to be sent. The writer appends and sends. The reader may also append, because TLS responds to some records itself, so
// _gate guards everything.
//
// A flush that waits takes the bytes and sends them without the lock. _isFlushing prevents other sends during that time. Bytes that are
// appended during the flush go into the buffer and are sent next.
using RouteGen.Primitives;

namespace RouteGen.IO;

internal sealed class TlsOutput(Conn conn)
{
    private readonly Lock _gate = new();
    private OutputBuffer _pending;
    private bool _isFlushing;

    internal bool IsEmpty
    {
        get
        {
            lock (_gate) return _pending.IsEmpty && !_isFlushing;
        }
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) _pending.Append(bytes);
    }

    /// <summary>Sends as much as the socket accepts without waiting. Returns true if everything was sent.</summary>
    /// <exception cref="TransportException">As for <see cref="Conn.TrySend"/>.</exception>
    internal bool TryFlush()
    {
        lock (_gate)
        {
            if (_isFlushing) return false;
            while (!_pending.IsEmpty)
            {
                var count = conn.TrySend(_pending.Pending);
                if (count == Conn.WouldBlock) return false;
                _pending.Consume(count);
            }

            _pending.Release();
            return true;
        }
    }

    /// <summary>Sends everything, and waits as often as necessary.</summary>
    /// <exception cref="TransportException">As for <see cref="Conn.SendAsync"/>.</exception>
    internal ValueTask FlushAsync() => FlushAsync(holdsThread: false);

    /// <summary>Synchronous variant of <see cref="FlushAsync()"/>, which blocks the calling thread.</summary>
    internal void Flush() => FlushAsync(holdsThread: true).GetAwaiter().GetResult();

    // Blocks the thread if holdsThread is true; the task is then complete.
    private async ValueTask FlushAsync(bool holdsThread)
    {
        while (TryTake(out var taken))
        {
            try
            {
                if (holdsThread) conn.Send(taken.Pending);
                else await conn.SendAsync(taken.PendingMemory).ConfigureAwait(false);
            }
            finally
            {
                GiveBack(ref taken);
            }
        }
    }

    /// <summary>Drops the bytes that were not sent.</summary>
    internal void Release()
    {
        lock (_gate) _pending.Release();
    }

    private bool TryTake(out OutputBuffer taken)
    {
        lock (_gate)
        {
            if (_isFlushing) Throw.WaitGoesOn();
            taken = _pending;
            _pending = default;
            return _isFlushing = !taken.IsEmpty;
        }
    }

    private void GiveBack(ref OutputBuffer taken)
    {
        taken.Release();
        lock (_gate) _isFlushing = false;
    }
}
