// The body of a compressed response as its reader sees it. How far it blows up is bounded by whoever reads (Body.ReadAllBytesMax, or the
// reader's own limit): nothing is decoded ahead of the reader beyond a window.
using System.Runtime.CompilerServices;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed class DecodedBody(Body inner, ContentDecoder decoder) : Body
{
    private const int BufferSize = 8192;

    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (Decode(buffer) is > 0 and var count) return count;
            if (_isAtEnd) return 0;
            Arrived(inner.Read(Room()));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (Decode(buffer.Span) is > 0 and var count) return count;
            if (_isAtEnd) return 0;
            Arrived(await inner.ReadAsync(Room(), cancellationToken).ConfigureAwait(false));
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
        // What was decoded before the fault is valid; the next read finds the fault again.
        if (status != ParseStatus.Rejected || written > 0) return written;
        inner.Dispose();
        throw CallFailure.OfBody(RejectReason.MalformedContentCoding, Request);
    }

    private byte[] Room()
    {
        _start = _end = 0;
        return _buffer ??= new byte[BufferSize];
    }

    private void Arrived(int count)
    {
        _end = count;
        if (count > 0) return;
        _isAtEnd = true;
        // The message was complete, and what it carries was not.
        if (!decoder.MayEnd) throw CallFailure.OfBody(TransportError.UnexpectedEof, Request, "The compressed body ended before its content did.");
    }
}
