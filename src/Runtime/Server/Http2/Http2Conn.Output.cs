using System.Buffers.Binary;
using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen.Serving;

// The output, guarded by Gate.
internal sealed partial class Http2Conn
{
    // Number of bytes at which streams must wait for the peer.
    private const int OutputBytesMax = 32 * 1024;
    private const int FrameHeaderBytes = 9;

    private bool _isStuck;
    private long _connSendWindow = 65_535;
    private long _initialSendWindow = 65_535;
    private int _peerFrameBytesMax = 16 * 1024;

    /// <summary>Sends the output as far as the socket accepts it.</summary>
    internal void Flush()
    {
        lock (Gate) FlushLocked();
    }

    /// <inheritdoc cref="Flush"/>
    internal void FlushLocked()
    {
        if (_output.IsEmpty || _isStuck || _isClosed || _isBroken) return;
        try
        {
            while (!_output.IsEmpty)
            {
                var count = _conn.TrySend(_output.Pending);
                if (count == Conn.WouldBlock)
                {
                    _isStuck = true;
                    WakeTurn();
                    return;
                }

                _output.Consume(count);
            }

            if (_count == 0) _output.Release();
        }
        catch (TransportException)
        {
            Break();
        }
    }

    /// <summary>True if a frame with data of the stream could be queued now.</summary>
    internal bool CanQueueData(Http2Stream stream) =>
        stream.SendWindow > 0 && _connSendWindow > 0 && (!_isStuck || _output.Count < OutputBytesMax);

    /// <summary>Queues and sends data as far as possible. Returns the number of bytes, or <see cref="Conn.WouldBlock"/>.</summary>
    internal int QueueData(Http2Stream stream, ReadOnlySpan<byte> data)
    {
        var total = 0;
        while (total < data.Length)
        {
            var room = OutputBytesMax - _output.Count;
            if (room <= 0)
            {
                FlushLocked();
                room = OutputBytesMax - _output.Count;
            }

            var count = (int)Math.Min(Math.Min(data.Length - total, _peerFrameBytesMax), Math.Min(Window(stream), room));
            if (count <= 0) break;
            WriteData(stream, data.Slice(total, count), endsStream: false);
            total += count;
        }

        FlushLocked();
        if (_isBroken) Throw.Transport(TransportError.ConnectionReset, "The connection has ended.");
        return total > 0 || data.IsEmpty ? total : Conn.WouldBlock;
    }

    /// <summary>
    /// Queues a whole response with the end of the stream. Returns false if the windows or the output have no space for it. A response to a
    /// stream that was reset is dropped.
    /// </summary>
    internal bool TryQueueWhole(Http2Stream stream, in FramedHead head, ReadOnlySpan<byte> body)
    {
        if (stream.IsReset) return true;
        if (!HasSpace(stream, body.Length)) return false;
        QueueHead(stream, head, endsStream: body.IsEmpty);
        if (!body.IsEmpty) WriteData(stream, body, endsStream: true);
        stream.HasEnded = true;
        return true;
    }

    /// <summary>Queues the rest of a response with the end of the stream. Returns false if it does not fit now.</summary>
    internal bool TryQueueLast(Http2Stream stream, ReadOnlySpan<byte> rest)
    {
        if (stream.IsReset) return true;
        if (rest.Length > _peerFrameBytesMax || !HasSpace(stream, rest.Length)) return false;
        WriteData(stream, rest, endsStream: true);
        stream.HasEnded = true;
        return true;
    }

    private bool HasSpace(Http2Stream stream, int bytes)
    {
        if (bytes > 0 && Window(stream) < bytes) return false;
        if (_output.Count + bytes > OutputBytesMax) FlushLocked();
        return _output.Count + bytes <= OutputBytesMax;
    }

    private long Window(Http2Stream stream) => Math.Min(stream.SendWindow, _connSendWindow);

    private void WriteData(Http2Stream stream, ReadOnlySpan<byte> data, bool endsStream)
    {
        stream.SendWindow -= data.Length;
        _connSendWindow -= data.Length;
        _flood.Sent(data.Length);
        WriteFrame(Http2Frame.Data, endsStream ? Http2Flags.EndStream : 0, stream.Id, data);
    }

    private void WriteFrame(Http2Frame type, int flags, int stream, ReadOnlySpan<byte> payload)
    {
        var span = _output.GetSpan(FrameHeaderBytes + payload.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, (payload.Length << 8) | (byte)type);
        span[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(span[5..], stream);
        payload.CopyTo(span[FrameHeaderBytes..]);
        _output.Advance(FrameHeaderBytes + payload.Length);
    }

    private void WriteFrame(Http2Frame type, int stream, int value)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, value);
        WriteFrame(type, 0, stream, payload);
    }

    // Gives the owner, or the next one, a turn. The caller holds Gate.
    private void WakeTurn()
    {
        if (!_isInTurn && !_isPumping && !_isClosed) _conn.Notify(Ready.Stop);
    }

    // The connection is lost: no stream can send or receive.
    private void Break()
    {
        if (_isBroken) return;
        _isBroken = true;
        ResetAll();
        WakeTurn();
    }
}
