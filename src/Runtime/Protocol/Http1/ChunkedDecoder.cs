// Strict decoder of the chunked transfer coding (RFC 9112 section 7.1): hexadecimal digits, well-formed extensions, CRLF, no blanks. A
// state machine handles each byte, so the input may be split anywhere. Only data is copied in blocks. The decoder stops after the line of
// the zero-length chunk; TrailerDecoder reads the trailer section.
//
// Extensions are read and dropped, within two limits. A line has fewer than 4,096 bytes. Over the whole body, extension bytes may exceed
// twice the data bytes by at most 16 KiB. This is Go's rule: a peer that signs large chunks is accepted, and one that sends mostly
// extensions is not.
namespace RouteGen.Protocol;

internal struct ChunkedDecoder
{
    internal const int LineBytesMax = 4096;
    internal const int ExtensionExcessMax = 16 * 1024;
    private const int SizeDigitsMax = 16;

    private enum State : byte
    {
        SizeStart,
        Size,
        ExtensionName,
        ExtensionNameRest,
        ExtensionValue,
        ExtensionTokenRest,
        ExtensionQuoted,
        ExtensionQuotedPair,
        ExtensionQuotedEnd,
        SizeLineFeed,
        Data,
        DataCarriageReturn,
        DataLineFeed,
        Done,
    }

    private State _state;
    private ulong _size;
    private int _digits;
    private int _lineLength;
    private int _excess;

    /// <summary>The rule that was broken, after <see cref="ParseStatus.Rejected"/>.</summary>
    internal RejectReason Reason { get; private set; }

    /// <summary>Decodes as much as possible. Returns Done after the line of the zero-length chunk.</summary>
    internal ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        consumed = written = 0;
        while (_state != State.Done)
        {
            if (_state == State.Data)
            {
                var count = (int)Math.Min((ulong)Math.Min(input.Length - consumed, output.Length - written), _size);
                if (count == 0) return ParseStatus.NeedMore;
                input.Slice(consumed, count).CopyTo(output[written..]);
                consumed += count;
                written += count;
                _size -= (ulong)count;
                if (_size == 0) _state = State.DataCarriageReturn;
                continue;
            }

            if (consumed == input.Length) return ParseStatus.NeedMore;
            Reason = Take(input[consumed]);
            if (Reason != RejectReason.None) return ParseStatus.Rejected;
            consumed++;
        }

        return ParseStatus.Done;
    }

    private RejectReason Take(byte value)
    {
        switch (_state)
        {
            case State.DataCarriageReturn when value == '\r':
                _state = State.DataLineFeed;
                return RejectReason.None;
            case State.DataLineFeed when value == '\n':
                _state = State.SizeStart;
                return RejectReason.None;
            case State.DataCarriageReturn or State.DataLineFeed:
                return RejectReason.MalformedChunkEnd;
            default:
                return ++_lineLength >= LineBytesMax ? RejectReason.ChunkExtensionsTooLong : TakeSizeLine(value);
        }
    }

    private RejectReason TakeSizeLine(byte value)
    {
        switch (_state)
        {
            case State.SizeStart:
                _size = 0;
                _digits = 0;
                _lineLength = 1;
                return TakeDigit(value);
            case State.Size when value is not ((byte)'\r' or (byte)';'):
                return TakeDigit(value);
            case State.SizeLineFeed:
                return value == '\n' ? EndLine() : RejectReason.BareCarriageReturn;
            default:
                var next = Next(value);
                if (next == State.Done) return value == '\n' ? RejectReason.BareLineFeed : RejectReason.MalformedChunkExtension;
                _state = next;
                return RejectReason.None;
        }
    }

    private RejectReason TakeDigit(byte value)
    {
        var digit = PercentEncoding.HexDigit(value);
        if (digit < 0) return value == '\n' ? RejectReason.BareLineFeed : RejectReason.MalformedChunkSize;
        if (++_digits > SizeDigitsMax) return RejectReason.ChunkSizeTooLong;
        _size = (_size << 4) | (uint)digit;
        _state = State.Size;
        return RejectReason.None;
    }

    // The grammar of extensions (RFC 9112 section 7.1.1) without its optional blanks. Done means that the byte is not allowed.
    private readonly State Next(byte value) => _state switch
    {
        State.ExtensionName => IsToken(value) ? State.ExtensionNameRest : State.Done,
        State.ExtensionNameRest when value == '=' => State.ExtensionValue,
        State.ExtensionNameRest when IsToken(value) => State.ExtensionNameRest,
        State.ExtensionValue when value == '"' => State.ExtensionQuoted,
        State.ExtensionValue => IsToken(value) ? State.ExtensionTokenRest : State.Done,
        State.ExtensionTokenRest when IsToken(value) => State.ExtensionTokenRest,
        State.ExtensionQuoted when value == '"' => State.ExtensionQuotedEnd,
        State.ExtensionQuoted when value == '\\' => State.ExtensionQuotedPair,
        State.ExtensionQuoted or State.ExtensionQuotedPair => IsText(value) ? State.ExtensionQuoted : State.Done,
        _ => value switch { (byte)';' => State.ExtensionName, (byte)'\r' => State.SizeLineFeed, _ => State.Done },
    };

    private RejectReason EndLine()
    {
        // The cap prevents an overflow. It is above the largest excess, so it does not change the result.
        var justified = (int)Math.Min(_size, ExtensionExcessMax) * 2;
        _excess = Math.Max(0, _excess + _lineLength - _digits - "\r\n".Length - justified);
        if (_excess > ExtensionExcessMax) return RejectReason.ChunkExtensionsTooLong;
        _lineLength = 0;
        _state = _size == 0 ? State.Done : State.Data;
        return RejectReason.None;
    }

    private static bool IsToken(byte value) => WireBytes.Token.Contains(value);

    private static bool IsText(byte value) => value == '\t' || (value >= ' ' && value != 0x7F);
}
