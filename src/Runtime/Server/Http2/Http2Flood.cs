namespace RouteGen.Serving;

/// <summary>
/// Counts frames that cause work without serving a request. Each kind has a budget; data, and requests that are served, refill it.
/// </summary>
internal struct Http2Flood
{
    /// <summary>Control frames and empty frames that a client may send between two requests or frames of data.</summary>
    internal const int FramesMax = 1_000;

    /// <summary>Streams that may be reset or refused without others being served.</summary>
    internal const int ResetsMax = 200;

    // A client that returns fewer bytes at a time uses up its budget.
    private const int BytesPerUpdateMin = 512;

    private int _frames;
    private int _resets;
    private int _updates;

    /// <summary>Counts a received frame. Returns false if there were too many.</summary>
    internal bool TryCount(Http2Frame type, int flags, int length)
    {
        switch (type)
        {
            case Http2Frame.Data when length > 0 || (flags & Http2Flags.EndStream) != 0:
                if (_frames > 0) _frames--;
                return true;
            case Http2Frame.Headers:
                _frames = Math.Max(0, _frames - 8);
                _updates = Math.Max(0, _updates - 8);
                return true;
            case Http2Frame.WindowUpdate:
                return ++_updates <= FramesMax;
            default:
                return ++_frames <= FramesMax;
        }
    }

    /// <summary>Counts a stream that was reset or refused. Returns false if there were too many.</summary>
    internal bool TryCountReset() => ++_resets <= ResetsMax;

    /// <summary>Notes that data was sent, for which the client may return its window.</summary>
    internal void Sent(int bytes) => _updates = Math.Max(0, _updates - 1 - (bytes / BytesPerUpdateMin));

    /// <summary>Notes that a stream was served.</summary>
    internal void Served()
    {
        if (_resets > 0) _resets--;
    }
}
