// Decodes gzip (RFC 1952), including several members in succession, and the coding that HTTP calls deflate: zlib (RFC 1950), or DEFLATE
// without a header, which old servers send under that name. The input may be split anywhere. The body that uses this decoder limits members
// and blocks without content (Client/Conn/Bodies/DecodedBody.cs, SilentBytesMax).
using System.Buffers.Binary;

namespace RouteGen.Protocol;

internal sealed class GzipDecoder(bool isGzip) : ContentDecoder
{
    private const uint Magic = 0x8B1F;
    private const byte Deflate = 8;
    private const int HasHeadChecksum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;

    // The extra field, name and comment of a member may together have twice this many bytes. In practice they are far smaller.
    private const int HeadBytesMax = 64 * 1024;

    private readonly Inflater _inflater = new();
    private BitReader _bits;
    private Step _step = isGzip ? Step.GzipHead : Step.ZlibHead;
    private int _flags;
    private int _headBytes;
    private int _skip;
    private uint _checksum;
    private uint _length;

    private enum Step : byte
    {
        GzipHead,
        GzipTimes,
        ExtraLength,
        Extra,
        Name,
        Comment,
        HeadChecksum,
        ZlibHead,
        Data,
        GzipChecksum,
        GzipLength,
        ZlibChecksum,
        End,
    }

    /// <inheritdoc/>
    internal override bool MayEnd => _step == Step.End || (_headBytes == 0 && _bits.Count == 0 && _step is Step.GzipHead or Step.ZlibHead);

    /// <inheritdoc/>
    internal override ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        var rest = input;
        written = 0;
        ParseStatus status;
        do
        {
            status = Advance(ref rest, output[written..], out var count);
            written += count;
        }
        while (status == ParseStatus.Done);
        consumed = input.Length - rest.Length;
        return status;
    }

    // Performs one step. Done means that another step follows.
    private ParseStatus Advance(ref ReadOnlySpan<byte> input, Span<byte> output, out int written)
    {
        written = 0;
        switch (_step)
        {
            case Step.Data:
                return Inflate(ref input, output, out written);
            case Step.GzipHead:
                return _bits.TryTake(ref input, 32, out var head) ? BeginMember(head) : ParseStatus.NeedMore;
            case Step.GzipTimes:
                // MTIME (4 bytes), then XFL and OS (1 byte each).
                return Skip(ref input, 6, Step.ExtraLength);
            case Step.ExtraLength:
                return BeginExtra(ref input);
            case Step.Extra:
                return Skip(ref input, _skip, Step.Name);
            case Step.Name:
                return SkipText(ref input, HasName, Step.Comment);
            case Step.Comment:
                return SkipText(ref input, HasComment, Step.HeadChecksum);
            case Step.HeadChecksum:
                return EndGzipHead(ref input);
            case Step.ZlibHead:
                return BeginZlib(ref input);
            case Step.GzipChecksum:
                return Check(ref input, _checksum, Step.GzipLength);
            case Step.GzipLength:
                return Check(ref input, _length, Step.End);
            case Step.ZlibChecksum:
                return Check(ref input, BinaryPrimitives.ReverseEndianness(_checksum), Step.End);
            default:
                return BeginNext(input);
        }
    }

    private ParseStatus Inflate(ref ReadOnlySpan<byte> input, Span<byte> output, out int written)
    {
        var status = _inflater.Decode(ref _bits, ref input, output, out written);
        var data = output[..written];
        _checksum = isGzip ? Crc32.Append(_checksum, data) : Adler32.Append(_checksum, data);
        _length += (uint)written;
        if (status == ParseStatus.Done) _step = isGzip ? Step.GzipChecksum : _flags == 0 ? Step.End : Step.ZlibChecksum;
        return status;
    }

    // RFC 1952 section 2.3.
    private ParseStatus BeginMember(uint head)
    {
        _flags = (int)(head >> 24);
        _headBytes = 4;
        if ((head & 0xFFFF) != Magic || (byte)(head >> 16) != Deflate) return ParseStatus.Rejected;
        _skip = 0;
        _step = Step.GzipTimes;
        return ParseStatus.Done;
    }

    private ParseStatus BeginExtra(ref ReadOnlySpan<byte> input)
    {
        uint length = 0;
        if ((_flags & HasExtra) != 0 && !_bits.TryTake(ref input, 16, out length)) return ParseStatus.NeedMore;
        _skip = (int)length;
        _headBytes = 0;
        _step = Step.Extra;
        return ParseStatus.Done;
    }

    // Skips a part of the head. _headBytes counts the bytes already skipped.
    private ParseStatus Skip(ref ReadOnlySpan<byte> input, int count, Step next)
    {
        var from = _step == Step.GzipTimes ? 4 : 0;
        while (_headBytes - from < count)
        {
            if (!_bits.TryTake(ref input, 8, out _)) return ParseStatus.NeedMore;
            _headBytes++;
        }

        _step = next;
        return ParseStatus.Done;
    }

    private ParseStatus SkipText(ref ReadOnlySpan<byte> input, int flag, Step next)
    {
        while ((_flags & flag) != 0)
        {
            if (!_bits.TryTake(ref input, 8, out var letter)) return ParseStatus.NeedMore;
            if (letter == 0) break;
            if (++_headBytes > HeadBytesMax * 2) return ParseStatus.Rejected;
        }

        _step = next;
        return ParseStatus.Done;
    }

    private ParseStatus EndGzipHead(ref ReadOnlySpan<byte> input)
    {
        if ((_flags & HasHeadChecksum) != 0 && !_bits.TryTake(ref input, 16, out _)) return ParseStatus.NeedMore;
        BeginData(checksum: 0);
        return ParseStatus.Done;
    }

    // RFC 1950 section 2.2. If the first two bytes are not a zlib header, they begin DEFLATE data, and are not dropped.
    private ParseStatus BeginZlib(ref ReadOnlySpan<byte> input)
    {
        _bits.Fill(ref input);
        if (_bits.Count < 16) return ParseStatus.NeedMore;
        var method = (uint)_bits.Bits & 0xFF;
        var flags = (uint)(_bits.Bits >> 8) & 0xFF;
        var isZlib = (method & 15) == Deflate && ((method << 8) | flags) % 31 == 0;
        // A preset dictionary is not supported.
        if (isZlib && (flags & 0x20) != 0) return ParseStatus.Rejected;
        if (isZlib) _bits.Drop(16);
        _flags = isZlib ? 1 : 0;
        BeginData(checksum: 1);
        return ParseStatus.Done;
    }

    private void BeginData(uint checksum)
    {
        _inflater.Reset();
        _checksum = checksum;
        _length = 0;
        _step = Step.Data;
    }

    private ParseStatus Check(ref ReadOnlySpan<byte> input, uint expected, Step next)
    {
        if (!_bits.TryTake(ref input, 32, out var found)) return ParseStatus.NeedMore;
        if (found != expected) return ParseStatus.Rejected;
        _step = next;
        return ParseStatus.Done;
    }

    // As in Go, bytes after a member must be another member.
    private ParseStatus BeginNext(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty && _bits.Count == 0) return ParseStatus.NeedMore;
        if (!isGzip) return ParseStatus.Rejected;
        _step = Step.GzipHead;
        return ParseStatus.Done;
    }
}
