// Encrypted bytes to be sent. The writer appends and sends; the reader may append too (TLS responds to some records by itself), so
// everything is guarded by _gate.
//
// A flush that waits sends outside of the lock: it takes the bytes along, and _isFlushing keeps others from overtaking it. Bytes that are
// appended meanwhile go into the buffer, and the flush sends them next.
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

    /// <summary>Sends as much as the socket accepts at once. Returns true if that was everything.</summary>
    /// <exception cref="TransportException">Same as <see cref="Conn.TrySend"/>.</exception>
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

    /// <summary>Sends everything, waiting as often as it takes.</summary>
    /// <exception cref="TransportException">Same as <see cref="Conn.SendAsync"/>.</exception>
    internal async ValueTask FlushAsync()
    {
        while (TryTake(out var taken))
        {
            try
            {
                await conn.SendAsync(taken.PendingMemory).ConfigureAwait(false);
            }
            finally
            {
                GiveBack(ref taken);
            }
        }
    }

    /// <summary>Variant of <see cref="FlushAsync"/>, holding the calling thread.</summary>
    internal void Flush()
    {
        while (TryTake(out var taken))
        {
            try
            {
                conn.Send(taken.Pending);
            }
            finally
            {
                GiveBack(ref taken);
            }
        }
    }

    /// <summary>Gives up what was not sent.</summary>
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
