using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// Moves body bytes into the connection's output buffer. Code that runs inside a handler holds the output (ServedConn.Output.cs), because
// another thread may be sending previous responses.
internal sealed partial class ServerResponseWriter
{
    private bool _isChunked;

    /// <summary>
    /// Writes the rest of the response to the output buffer when the handler has completed. Does not wait. Returns false if the rest of the
    /// request's body must be read first, by <see cref="FinishAsync"/>.
    /// </summary>
    internal bool TryFinish()
    {
        if (!_isCommitted) Commit(200);
        if (_framer is { } framer) return framer.TryFinish(this);
        if (_isOnWire)
        {
            if (HasBodyToDrain) return false;
            FinishOnWire();
            return true;
        }

        if (!ClosesAfter && !_requestBody.IsDone && _requestBody.TryDrain() is var status and not ParseStatus.Done)
        {
            if (status == ParseStatus.NeedMore) return false;
            CloseForUnreadBody();
        }

        WriteWhole();
        return true;
    }

    /// <summary>Finishes the response like <see cref="TryFinish"/>, but waits for the rest of the request's body.</summary>
    internal async ValueTask FinishAsync()
    {
        if (!_isCommitted) Commit(200);
        if (_framer is { } framer)
        {
            using (_conn.HoldOutput()) framer.Finish(this);
            return;
        }

        var drainsLater = HasBodyToDrain;
        // If too much of the body is left, the head must announce the close.
        if (drainsLater && !_isOnWire && _requestBody.TryDrain() == ParseStatus.Rejected) CloseForUnreadBody();
        if (!_isOnWire && !drainsLater && !ClosesAfter && !await _requestBody.DrainAsync().ConfigureAwait(false)) CloseForUnreadBody();
        using (_conn.HoldOutput())
        {
            if (_isOnWire) FinishOnWire();
            else WriteWhole();
        }

        if (!drainsLater || ClosesAfter) return;
        // Sends the complete response now, because the peer may read it before it sends the rest of its request.
        await _conn.FlushOutputAsync().ConfigureAwait(false);
        if (!await _requestBody.DrainAsync().ConfigureAwait(false)) CloseForUnreadBody();
    }

    // True if the body stays open when the head is sent, and is not yet read to its end.
    private bool HasBodyToDrain =>
        (_isFullDuplex || _requestBody.IsForwarded) && !ClosesAfter && _requestBody is { IsDone: false, HasFailed: false };

    // Writes the head and body of a response when nothing was sent before, the usual case.
    private void WriteWhole()
    {
        ref var output = ref _conn.Output;
        WriteHead(ref output, isWhole: true);
        WriteBodyBytes(ref output, _body.AsSpan(0, _bodyCount));
        FinishOnWire();
    }

    private void FinishOnWire()
    {
        if (_isChunked) WriteLastChunk(ref _conn.Output);
        else if (_declaredLength >= 0 && _written != _declaredLength && !_isHead && AllowsBody(_status)) EndOtherwiseThanDeclared();
        if (_requestBody.IsBroken && !HasBodyToDrain) ClosesAfter = true;
        TellLateField();
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private void TellLateField()
    {
        if (_errorFields is null && _snapshot.FindLate(_face.ExistingHeader) is { } late) _conn.LogLateField(late);
    }

    // RFC 9112 section 6.3: only closing the connection shows the peer that the body is shorter than declared.
    private void EndOtherwiseThanDeclared()
    {
        ClosesAfter = true;
        if (_conn.IsLost) return;
        var wrote = _written < _declaredLength ? $"{_written} bytes" : "more bytes";
        _conn.Log(
            "A handler wrote a different number of bytes than it declared; the connection is closed.",
            detail: $"declared {_declaredLength} bytes, wrote {wrote}");
    }

    // Streams need no drain before the head is sent.
    private bool IsFullDuplex => _isFullDuplex || _framer is not null;

    // Sends the head and the bytes that were held back, before the handler has completed.
    private void CommitToWire()
    {
        if (!IsFullDuplex && _requestBody.CloseForHead() && !ClosesAfter && !_requestBody.Drain()) CloseForUnreadBody();

        using (_conn.HoldOutput()) WriteHeadAndHeldBack();
    }

    private async ValueTask CommitToWireAsync()
    {
        if (!IsFullDuplex && _requestBody.CloseForHead() && !ClosesAfter && !await _requestBody.DrainAsync().ConfigureAwait(false))
            CloseForUnreadBody();

        using (_conn.HoldOutput()) WriteHeadAndHeldBack();
    }

    private void WriteHeadAndHeldBack()
    {
        if (_framer is { } framer)
        {
            framer.WriteHead(this);
            return;
        }

        WriteHead(ref _conn.Output, isWhole: false);
        // No 100 may follow the head, because the peer would read it as part of the body (RFC 9110 section 15.2.1).
        _requestBody.ContinueIsSent();
        WriteBodyBytes(ref _conn.Output, _body.AsSpan(0, _bodyCount));
        _bodyCount = 0;
    }

    private void WriteToWire(ReadOnlySpan<byte> data)
    {
        if (_isHead || data.IsEmpty) return;
        using var lease = _conn.HoldOutput();
        BeginChunk(ref _conn.Output, data.Length);
        _conn.AppendOrSend(data);
        EndChunk(ref _conn.Output);
    }

    /// <summary>Sends the data that <see cref="TryHoldBackOrTake"/> has left, and releases the face.</summary>
    internal async ValueTask WriteSlowAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = _conn.AbortWhen(cancellationToken);
            if (!_isOnWire) await CommitToWireAsync().ConfigureAwait(false);
            if (!_isHead && !data.IsEmpty) await WriteToWireAsync(data).ConfigureAwait(false);
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            _face.Release();
        }
    }

    private async ValueTask WriteToWireAsync(ReadOnlyMemory<byte> data)
    {
        using var lease = _conn.HoldOutput();
        BeginChunk(ref _conn.Output, data.Length);
        await _conn.AppendOrSendAsync(data).ConfigureAwait(false);
        EndChunk(ref _conn.Output);
    }

    /// <summary>Flushes like <see cref="Flush"/>, but without blocking a thread, and releases the face.</summary>
    internal async ValueTask FlushSlowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_isCommitted) Commit(200);
            using var registration = _conn.AbortWhen(cancellationToken);
            if (!_isOnWire) await CommitToWireAsync().ConfigureAwait(false);
            await _conn.FlushOutputAsync().ConfigureAwait(false);
            _framer?.SendCollected(this);
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            _face.Release();
        }
    }

    private void WriteBodyBytes(ref OutputBuffer output, ReadOnlySpan<byte> data)
    {
        if (_isHead || data.IsEmpty) return;
        BeginChunk(ref output, data.Length);
        output.Append(data);
        EndChunk(ref output);
    }

    private void BeginChunk(ref OutputBuffer output, int length)
    {
        if (_isChunked) output.Advance(ChunkedEncoder.WriteHead(length, output.GetSpan(ChunkedEncoder.HeadBytesMax)));
    }

    private void EndChunk(ref OutputBuffer output)
    {
        if (_isChunked) output.Append(ChunkedEncoder.Tail);
    }

    private void WriteLastChunk(ref OutputBuffer output)
    {
        output.Append(ChunkedEncoder.LastChunk);
        WriteTrailers(ref output);
        output.Append(ChunkedEncoder.Tail);
    }

    private void CloseForUnreadBody()
    {
        ClosesAfter = true;
        _requestBody.CloseForReading();
    }
}
