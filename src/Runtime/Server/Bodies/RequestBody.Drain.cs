using RouteGen.Protocol;

namespace RouteGen.Serving;

// Discards the part of the body that the handler has not read, so that the connection can serve the next request.
internal sealed partial class RequestBody
{
    private const int DrainBytesMax = 256 * 1024;

    // The number of bytes of this body that drains have discarded. Used only by a drain that owns the input.
    private int _drained;

    /// <summary>
    /// Closes the body and discards data that has arrived, up to 256 KiB. Returns <see cref="ParseStatus.NeedMore"/> if the peer is still
    /// sending, and <see cref="ParseStatus.Rejected"/> if the body cannot be drained, for example because a read is in progress.
    /// </summary>
    internal ParseStatus TryDrain()
    {
        if (!_hasBody) return ParseStatus.Done;
        if (!_word.TryBeginDrain()) return ParseStatus.Rejected;
        try
        {
            return DrainArrived();
        }
        finally
        {
            _word.EndDrain();
        }
    }

    /// <summary>
    /// Drains the body, blocking the thread until the peer has sent it. Returns true if the body is complete.
    /// </summary>
    internal bool Drain() => DrainAsync(holdsThread: true).GetAwaiter().GetResult();

    /// <summary>Drains the body like <see cref="Drain"/>, without blocking a thread.</summary>
    internal ValueTask<bool> DrainAsync() => DrainAsync(holdsThread: false);

    private ValueTask<bool> DrainAsync(bool holdsThread)
    {
        if (!_hasBody) return new(true);
        return _word.TryBeginDrain() ? DrainSlowAsync(holdsThread) : new(false);
    }

    // Blocks the thread if holdsThread is true; the task is then complete.
    private async ValueTask<bool> DrainSlowAsync(bool holdsThread)
    {
        try
        {
            while (true)
            {
                if (DrainArrived() is var status and not ParseStatus.NeedMore) return status == ParseStatus.Done;
                await WaitAsync(holdsThread).ConfigureAwait(false);
            }
        }
        catch (TransportException)
        {
            return false;
        }
        finally
        {
            _word.EndDrain();
        }
    }

    // The caller has begun a drain, and so owns the input.
    private ParseStatus DrainArrived()
    {
        if (_decoder.IsDone) return ParseStatus.Done;
        if (_failure is not null || _isInterrupted || AwaitsContinue || _decoder.Remaining >= DrainBytesMax) return ParseStatus.Rejected;
        Span<byte> scratch = stackalloc byte[4096];
        try
        {
            while (_drained < DrainBytesMax)
            {
                if (!TryRead(scratch, out var count)) return ParseStatus.NeedMore;
                _drained += count;
                // The limit must not depend on how the data is divided into reads.
                if (_decoder.IsDone && _drained < DrainBytesMax) return ParseStatus.Done;
            }
        }
        catch (IOException)
        {
            // The handler did not read this body. The failure is stored in _failure and closes the connection, but does not affect the
            // response.
        }

        return ParseStatus.Rejected;
    }
}
