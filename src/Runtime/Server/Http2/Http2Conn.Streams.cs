namespace RouteGen.Serving;

// The table of the open streams, guarded by Gate. A stream stays in it until its handler has completed, even if it was reset before.
internal sealed partial class Http2Conn
{
    private const int BucketCount = 64;

    private readonly int[] _resetIds = new int[Http2Limits.ResetIdsKept];
    private Http2Stream?[]? _buckets;
    private int _count;
    private int _resetAt;

    // The highest id that the peer has used.
    private int _lastId;

    private Http2Stream? Find(int id)
    {
        for (var stream = _buckets?[Bucket(id)]; stream is not null; stream = stream.NextInTable)
            if (stream.Id == id) return stream;
        return null;
    }

    private void Add(Http2Stream stream)
    {
        ref var bucket = ref (_buckets ??= new Http2Stream?[BucketCount])[Bucket(stream.Id)];
        stream.NextInTable = bucket;
        bucket = stream;
        _count++;
    }

    private void Remove(Http2Stream stream)
    {
        ref var link = ref _buckets![Bucket(stream.Id)];
        while (link != stream) link = ref link!.NextInTable;
        link = stream.NextInTable;
        stream.NextInTable = null;
        _count--;
    }

    private static int Bucket(int id) => (id >> 1) & (BucketCount - 1);

    /// <summary>Ends a stream whose response is complete or abandoned. The object must not be used by the caller afterwards.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="error">The error with which the stream is reset, or null for none.</param>
    /// <param name="isReusable">False if something may still use the object.</param>
    internal void End(Http2Stream stream, Http2Error? error, bool isReusable)
    {
        stream.Release();
        lock (Gate)
        {
            if (!stream.IsReset)
            {
                if (error is { } code) ResetQuietly(stream, code);
                else if (!stream.HasPeerEnded) ResetQuietly(stream, Http2Error.None);
            }

            if (!stream.IsReset) _flood.Served();
            ReturnUnread(stream);
            Remove(stream);
            stream.EndState();
            if (_count == 0) OnLastEnded();
        }

        if (isReusable) stream.Return();
    }

    /// <summary>Resets a stream. Its waits end, and its context is cancelled.</summary>
    internal void ResetLocked(Http2Stream stream, Http2Error error, bool hasTimedOut = false)
    {
        if (stream.IsReset) return;
        ResetQuietly(stream, error);
        Lose(stream, hasTimedOut);
    }

    // Resets a stream because of an error of the client, which costs as much as a reset by the client.
    private void ResetForError(Http2Stream stream, Http2Error error)
    {
        if (stream.IsReset) return;
        ResetLocked(stream, error);
        if (!_flood.TryCountReset()) CalmDown();
    }

    private void ResetQuietly(Http2Stream stream, Http2Error error)
    {
        if (_isClosed || _isBroken) return;
        WriteReset(stream.Id, error);
    }

    private void WriteReset(int id, Http2Error error)
    {
        WriteFrame(Http2Frame.RstStream, id, (int)error);
        _resetIds[_resetAt++ % Http2Limits.ResetIdsKept] = id;
    }

    // True if late frames of a closed stream are ignored, because the peer may not yet know of the reset.
    private bool WasReset(int id) => _resetIds.AsSpan().Contains(id);

    private void Lose(Http2Stream stream, bool hasTimedOut = false)
    {
        stream.SetReset(hasTimedOut);
        stream.WakeReaderLocked();
        stream.WakeWriterLocked();
    }

    // The connection is lost.
    private void ResetAll()
    {
        if (_buckets is null) return;
        foreach (var bucket in _buckets)
            for (var stream = bucket; stream is not null; stream = stream.NextInTable)
                if (!stream.IsReset) Lose(stream);
        ScheduleLocked();
    }

    // The peer has ended its stream. Handlers may still respond, but no body and no window will come.
    private void LeaveAll()
    {
        if (_buckets is null) return;
        foreach (var bucket in _buckets)
        {
            for (var stream = bucket; stream is not null; stream = stream.NextInTable)
            {
                if (!stream.HasPeerEnded) Lose(stream);
                else stream.OnPeerEnded();
            }
        }

        ScheduleLocked();
    }

    private void WakeWriters()
    {
        if (_buckets is null) return;
        foreach (var bucket in _buckets)
            for (var stream = bucket; stream is not null; stream = stream.NextInTable) stream.WakeWriterIfPossible();
    }

    private void OnLastEnded()
    {
        if (_isOver)
        {
            QueueLeave();
            return;
        }

        _lastActive = _conn.TurnInstant;
        _builder.Release();
        _encoded.Release();
        _value.Release();
        // The state of the connection is reported, and the connection is closed, by its owner.
        if (Hooks is not null || IsDone) WakeTurn();
    }
}
