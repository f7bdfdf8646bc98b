// The decoded body of a compressed response. At most one window is decoded ahead, so the reader limits the decoded size
// (Body.ReadAllBytesMax, or a limit of its own). This class limits compressed bytes without content, for every coding, because empty
// members (RFC 1952 section 2.2), empty blocks (RFC 1951 section 3.2.3) and metadata (RFC 7932 section 9.2) can be endless.
using System.Runtime.CompilerServices;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed class DecodedBody(Body inner, ContentDecoder decoder) : Body
{
    // Larger than the longest header of a gzip member, and enough for a server that flushes 50,000 times without content.
    internal const int SilentBytesMax = 256 * 1024;

    private const int BufferSize = 8192;

    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _isAtEnd;

    // The buffer and the decoder allow one reader at a time.
    private ReadGate _gate;

    // Number of bytes consumed since content was last produced.
    private int _silentBytes;

    public override int Read(Span<byte> buffer)
    {
        _gate.Begin();
        try
        {
            if (buffer.IsEmpty) return 0;
            while (true)
            {
                if (Decode(buffer) is > 0 and var count) return count;
                if (HasEnded()) return 0;
                Arrived(inner.Read(Room()));
            }
        }
        finally
        {
            _gate.End();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _gate.Begin();
        return DecodeAsync(buffer, cancellationToken);
    }

    // The ValueTask is not pooled, because users may await it twice.
    private async ValueTask<int> DecodeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (buffer.IsEmpty) return 0;
            while (true)
            {
                if (Decode(buffer.Span) is > 0 and var count) return count;
                if (HasEnded()) return 0;
                Arrived(await inner.ReadAsync(Room(), cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            _gate.End();
        }
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private Request? Request => (inner as ResponseBody)?.Response.Request;

    private int Decode(Span<byte> buffer)
    {
        var status = decoder.Decode(_buffer.AsSpan(_start, _end - _start), buffer, out var consumed, out var written);
        _start += consumed;
        _silentBytes = written > 0 ? 0 : _silentBytes + consumed;
        // Data decoded before the error is valid. The next read finds the error again.
        if (status == ParseStatus.Rejected && written == 0) Refuse(RejectReason.MalformedContentCoding);
        if (_silentBytes > SilentBytesMax) Refuse(RejectReason.SilentContentCoding);
        return written;
    }

    // Disposes the rest of the body, which closes its connection, and throws.
    private void Refuse(RejectReason reason)
    {
        inner.Dispose();
        throw CallFailure.OfBody(reason, Request);
    }

    private byte[] Room()
    {
        _start = _end = 0;
        return _buffer ??= new byte[BufferSize];
    }

    private void Arrived(int count)
    {
        _end = count;
        _isAtEnd = count == 0;
    }

    // Makes every read throw at the end of a message whose content is not complete.
    private bool HasEnded() => !_isAtEnd || decoder.MayEnd
        ? _isAtEnd
        : throw CallFailure.OfBody(TransportError.UnexpectedEof, Request, "The compressed body ended before its content was complete.");
}
