using RouteGen.Protocol;

namespace RouteGen.Serving;

// Drops what the handler has not read, so that the connection can serve its next request.
internal sealed partial class RequestBody
{
    private const int DrainBytesMax = 256 * 1024;

    /// <summary>
    /// Closes the body, then drops what has already arrived, up to 256 KiB. <see cref="ParseStatus.NeedMore"/> means that the peer is still
    /// sending; <see cref="ParseStatus.Rejected"/> also that a read is in progress, which is left alone.
    /// </summary>
    internal ParseStatus TryDrain(ref int drained)
    {
        if (!_hasBody) return ParseStatus.Done;
        if (!_word.TryBeginDrain()) return ParseStatus.Rejected;
        try
        {
            return DrainArrived(ref drained);
        }
        finally
        {
            _word.EndDrain();
        }
    }

    /// <summary>
    /// Variant of <see cref="TryDrain"/>, waiting for the peer and holding the thread. Returns true if the body is complete.
    /// </summary>
    internal bool Drain()
    {
        if (!_hasBody) return true;
        if (!_word.TryBeginDrain()) return false;
        try
        {
            var drained = 0;
            while (true)
            {
                if (DrainArrived(ref drained) is var status and not ParseStatus.NeedMore) return status == ParseStatus.Done;
                Wait();
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

    /// <summary>Variant of <see cref="Drain"/>, without a thread.</summary>
    internal ValueTask<bool> DrainAsync()
    {
        if (!_hasBody) return new(true);
        return _word.TryBeginDrain() ? DrainSlowAsync() : new(false);
    }

    private async ValueTask<bool> DrainSlowAsync()
    {
        try
        {
            var drained = 0;
            while (true)
            {
                if (DrainArrived(ref drained) is var status and not ParseStatus.NeedMore) return status == ParseStatus.Done;
                await WaitAsync().ConfigureAwait(false);
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

    // Called by the drain that holds the input.
    private ParseStatus DrainArrived(ref int drained)
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
            // The handler did not read this body. Its failure is kept in _failure, and costs the connection, not the response.
        }

        return ParseStatus.Rejected;
    }
}
