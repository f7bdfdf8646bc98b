namespace RouteGen.Serving;

// Flow control (RFC 9113 section 5.2), guarded by Gate.
internal sealed partial class Http2Conn
{
    private int _connReceiveWindow = Http2Limits.ConnWindowBytes;
    private int _connUnreturned;

    /// <summary>Returns the window of data that a handler has read.</summary>
    internal void ReturnWindow(Http2Stream stream, int count, ref int unreturned)
    {
        ReturnConnWindow(count);
        unreturned += count;
        if (stream.HasPeerEnded || stream.IsReset || unreturned < Http2Limits.StreamWindowBytes / 2) return;
        WriteFrame(Http2Frame.WindowUpdate, stream.Id, unreturned);
        stream.ReceiveWindow += unreturned;
        unreturned = 0;
    }

    // Returns the connection's window of data that is not read any more.
    private void ReturnUnread(Http2Stream stream) => ReturnConnWindow(stream.Unread);

    private void ReturnConnWindow(int count)
    {
        _connUnreturned += count;
        if (_connUnreturned < Http2Limits.ConnWindowBytes / 2 || _isBroken || _isClosed) return;
        WriteFrame(Http2Frame.WindowUpdate, 0, _connUnreturned);
        _connReceiveWindow += _connUnreturned;
        _connUnreturned = 0;
    }

    private void OnWindowUpdate(int id, int increment)
    {
        if (id == 0)
        {
            if (increment == 0) Fail(Http2Error.Protocol);
            else if ((_connSendWindow += increment) > int.MaxValue) Fail(Http2Error.FlowControl);
            else WakeWriters();
            return;
        }

        if (Find(id) is not { } stream)
        {
            if (id > _lastId) Fail(Http2Error.Protocol);
            else if (increment == 0 && !WasReset(id)) Fail(Http2Error.Protocol);
            return;
        }

        if (stream.IsReset) return;
        if (increment == 0) ResetForError(stream, Http2Error.Protocol);
        else if ((stream.SendWindow += increment) > int.MaxValue) ResetForError(stream, Http2Error.FlowControl);
        else stream.WakeWriterIfPossible();
    }

    // RFC 9113 section 6.9.2. Returns false if a window overflows.
    private bool TryChangeInitialWindow(long size)
    {
        var change = size - _initialSendWindow;
        _initialSendWindow = size;
        if (_buckets is null) return true;
        foreach (var bucket in _buckets)
        {
            for (var stream = bucket; stream is not null; stream = stream.NextInTable)
            {
                if ((stream.SendWindow += change) > int.MaxValue) return false;
                stream.WakeWriterIfPossible();
            }
        }

        return true;
    }
}
