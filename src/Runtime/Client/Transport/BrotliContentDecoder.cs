using System.Buffers;
using System.IO.Compression;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Decoder of brotli (RFC 7932). Only the setter of <see cref="Transport.AutomaticDecompression"/> refers to it, so that a program that
/// does not set that property contains no brotli.
/// </summary>
internal sealed class BrotliContentDecoder : ContentDecoder
{
    private BrotliDecoder _decoder;
    private bool _hasBegun;
    private bool _isDone;

    internal override bool MayEnd => _isDone || !_hasBegun;

    internal override ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        consumed = written = 0;
        if (_isDone) return input.IsEmpty ? ParseStatus.NeedMore : ParseStatus.Rejected;
        if (input.IsEmpty && !_hasBegun) return ParseStatus.NeedMore;
        _hasBegun = true;
        var status = _decoder.Decompress(input, output, out consumed, out written);
        if (status == OperationStatus.InvalidData) return ParseStatus.Rejected;
        if (status == OperationStatus.Done)
        {
            _isDone = true;
            _decoder.Dispose();
        }

        return ParseStatus.NeedMore;
    }
}
