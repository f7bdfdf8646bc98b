// The trailer section of a chunked body (RFC 9112 section 7.1.2): field lines, then an empty line. Most bodies have no fields there, and
// then no memory is allocated. Otherwise the section is copied, because it must outlive the input buffer. Its size is limited.
namespace RouteGen.Protocol;

internal struct TrailerDecoder
{
    internal const int BytesMax = 8 * 1024;
    internal const int FieldCountMax = 64;

    private TrailerBlock? _block;
    private int _lineStart;
    private int _count;
    private bool _isEnding;

    /// <summary>The rule that was broken, after <see cref="ParseStatus.Rejected"/>.</summary>
    internal RejectReason Reason { get; private set; }

    /// <summary>The fields. Null if there are none.</summary>
    internal readonly TrailerBlock? Block => _block;

    /// <summary>Consumes input up to the end of the section.</summary>
    internal ParseStatus Decode(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (consumed < input.Length)
        {
            if (_isEnding) return TakeEnd(input[consumed], ref consumed);
            if (_count == _lineStart && input[consumed] == '\r')
            {
                _isEnding = true;
                consumed++;
                continue;
            }

            var feed = input[consumed..].IndexOf((byte)'\n');
            var piece = feed < 0 ? input[consumed..] : input.Slice(consumed, feed + 1);
            if (!TryKeep(piece)) return Reject(RejectReason.TrailerTooLong);
            consumed += piece.Length;
            if (feed < 0) break;
            var reason = TakeLine();
            if (reason != RejectReason.None) return Reject(reason);
        }

        return ParseStatus.NeedMore;
    }

    private ParseStatus TakeEnd(byte value, ref int consumed)
    {
        if (value != '\n') return Reject(RejectReason.BareCarriageReturn);
        consumed++;
        return ParseStatus.Done;
    }

    private bool TryKeep(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > BytesMax - _count) return false;
        _block ??= new TrailerBlock();
        var needed = _count + piece.Length;
        if (needed > _block.Bytes.Length) Array.Resize(ref _block.Bytes, Math.Min(BytesMax, Math.Max(256, needed * 2)));
        piece.CopyTo(_block.Bytes.AsSpan(_count));
        _count = needed;
        return true;
    }

    // Called when the copied bytes end with LF.
    private RejectReason TakeLine()
    {
        var start = _lineStart;
        var end = _count - 2;
        _lineStart = _count;
        if (end < start || _block!.Bytes[end] != '\r') return RejectReason.BareLineFeed;
        var reason = FieldLines.Parse(_block.Bytes.AsSpan(start, end - start), start, strict: true, out var field);
        if (reason != RejectReason.None) return reason;
        if (KnownFields.IsForbiddenInTrailer(_block.Bytes.AsSpan(field.NameStart, field.NameLength)))
            return RejectReason.ForbiddenTrailerField;
        return _block.TryAdd(field, FieldCountMax) ? RejectReason.None : RejectReason.TrailerTooLong;
    }

    private ParseStatus Reject(RejectReason reason)
    {
        Reason = reason;
        return ParseStatus.Rejected;
    }
}
