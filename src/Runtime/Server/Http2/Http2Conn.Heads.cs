using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// Heads and trailers of requests. A block is decoded even if its stream is not served, because the next one depends on the table.
internal sealed partial class Http2Conn
{
    // A request whose fields have their largest size needs fewer bytes and frames.
    private const int BlockFramesMax = 64;

    private readonly HpackDecoder _decoder = new();
    private readonly HeadBuilder _builder = new();
    private byte[] _scratch = [];
    private OutputBuffer _block;
    private int _blockId;
    private int _blockFlags;
    private int _blockFrames;

    // True between a HEADERS frame and the last CONTINUATION.
    private bool _isInBlock;

    private void OnHeaders(int flags, int id, ReadOnlySpan<byte> payload)
    {
        if ((id & 1) == 0 || !TryStripPadding(flags, ref payload))
        {
            Fail(Http2Error.Protocol);
            return;
        }

        _dependsOnItself = false;
        if ((flags & Http2Flags.Priority) != 0)
        {
            if (payload.Length < 5)
            {
                Fail(Http2Error.FrameSize);
                return;
            }

            _dependsOnItself = DependsOnItself(id, payload);
            payload = payload[5..];
        }

        if ((flags & Http2Flags.EndHeaders) != 0)
        {
            OnBlock(id, flags, payload);
            return;
        }

        _isInBlock = true;
        _blockId = id;
        _blockFlags = flags;
        _blockFrames = 0;
        _block.Append(payload);
    }

    private bool _dependsOnItself;

    private void OnContinuation(int flags, ReadOnlySpan<byte> payload)
    {
        if (!_isInBlock)
        {
            Fail(Http2Error.Protocol);
            return;
        }

        // A head that is too large gets no response, because it would have to be decoded first.
        if (++_blockFrames > BlockFramesMax || _block.Count + payload.Length > 2 * Limits.HeadBytesMax + Http2Limits.FrameBytesMax)
        {
            CalmDown();
            return;
        }

        _block.Append(payload);
        if ((flags & Http2Flags.EndHeaders) == 0) return;
        _isInBlock = false;
        OnBlock(_blockId, _blockFlags, _block.Pending);
        _block.Release();
    }

    private void OnBlock(int id, int flags, ReadOnlySpan<byte> block)
    {
        var existing = Find(id);
        _builder.Begin(existing is not null, Limits.HeadBytesMax, Limits.FieldCountMax);
        if (!_decoder.TryDecode(block, ref _scratch, _builder))
        {
            Fail(Http2Error.Compression);
            return;
        }

        _builder.End();
        var endsStream = (flags & Http2Flags.EndStream) != 0;
        if (existing is not null) OnTrailers(existing, endsStream);
        else if (id <= _lastId) OnLateHead(id);
        else OnHead(id, endsStream);
    }

    private void OnLateHead(int id)
    {
        if (!WasReset(id)) Fail(Http2Error.StreamClosed);
    }

    private void OnTrailers(Http2Stream stream, bool endsStream)
    {
        if (stream.IsReset) return;
        if (stream.HasPeerEnded)
        {
            ResetForError(stream, Http2Error.StreamClosed);
            return;
        }

        if (!endsStream || _dependsOnItself || _builder.IsMalformed || _builder.Refusal != RejectReason.None || !TryTakeTrailers(stream))
        {
            ResetForError(stream, Http2Error.Protocol);
            return;
        }

        EndBody(stream);
    }

    private bool TryTakeTrailers(Http2Stream stream)
    {
        var decoder = default(TrailerDecoder);
        var status = decoder.Decode(_builder.Text, out _);
        stream.Trailers = decoder.Block;
        return status == ParseStatus.Done;
    }

    private void OnHead(int id, bool endsStream)
    {
        _lastId = id;
        if (id > _servedIdMax)
        {
            // The client learns from GOAWAY that the request was not served.
            _resetIds[_resetAt++ % Http2Limits.ResetIdsKept] = id;
            return;
        }

        if (_dependsOnItself || _builder.IsMalformed)
        {
            CountRefusal(id, Http2Error.Protocol);
            return;
        }

        if (_count >= Http2Limits.StreamsMax)
        {
            CountRefusal(id, Http2Error.RefusedStream);
            return;
        }

        if (endsStream && _builder.DeclaredLength > 0)
        {
            CountRefusal(id, Http2Error.Protocol);
            return;
        }

        _hasServed = true;
        var stream = Http2Stream.Rent(this, id);
        stream.SendWindow = _initialSendWindow;
        stream.HasBody = !endsStream;
        stream.HasPeerEnded = endsStream;
        stream.DeclaredLength = _builder.DeclaredLength;
        stream.Refusal = _builder.Refusal;
        stream.SetHead(_builder.Text);
        Add(stream);
        MakeReady(stream, StreamWork.Serve);
    }

    private void CountRefusal(int id, Http2Error error)
    {
        WriteReset(id, error);
        if (!_flood.TryCountReset()) CalmDown();
    }
}
