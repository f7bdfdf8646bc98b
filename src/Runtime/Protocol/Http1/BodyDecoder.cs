namespace RouteGen.Protocol;

/// <summary>Ways to know the end of a body (RFC 9112 section 6).</summary>
internal enum BodyFraming : byte
{
    None,
    Length,
    Chunked,
    UntilClose,
}

/// <summary>Reads one body off the wire, in either direction: encoded bytes in, body bytes out.</summary>
/// <remarks>Started by <see cref="Start"/>; call <see cref="Finish"/> at the end of the connection.</remarks>
internal struct BodyDecoder
{
    private ChunkedDecoder _chunks;
    private TrailerDecoder _trailer;
    private bool _areChunksDone;

    internal BodyFraming Framing { get; private set; }

    /// <summary>The rule that was broken, after <see cref="ParseStatus.Rejected"/>.</summary>
    internal RejectReason Reason { get; private set; }

    /// <summary>True if the body and its trailer section have been read to their end.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The trailer fields, or null if none were received. Complete when the body is done.</summary>
    internal readonly TrailerBlock? Trailer => IsDone ? _trailer.Block : null;

    /// <summary>
    /// Bytes of a <see cref="BodyFraming.Length"/> body that have not been consumed; 0 without a body; -1 for the other framings.
    /// </summary>
    internal long Remaining { get; private set; }

    /// <summary>Starts a body.</summary>
    /// <param name="framing">The framing that determines its end.</param>
    /// <param name="length">Its bytes; used for <see cref="BodyFraming.Length"/> alone.</param>
    internal void Start(BodyFraming framing, long length)
    {
        this = default;
        Framing = framing;
        Remaining = framing switch { BodyFraming.Length => length, BodyFraming.None => 0, _ => -1 };
        IsDone = Remaining == 0;
    }

    /// <summary>Takes what it can of <paramref name="input"/> and writes body bytes to <paramref name="output"/>.</summary>
    /// <returns>
    /// <see cref="ParseStatus.Done"/>: the body is complete, and nothing after it was consumed. <see cref="ParseStatus.NeedMore"/>: more
    /// input, or more room, is needed; <paramref name="consumed"/> and <paramref name="written"/> may both be greater than zero.
    /// <see cref="ParseStatus.Rejected"/>: what was written before is valid.
    /// </returns>
    internal ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        consumed = written = 0;
        if (IsDone) return ParseStatus.Done;
        if (Reason != RejectReason.None) return ParseStatus.Rejected;
        if (Framing == BodyFraming.Chunked) return DecodeChunks(input, output, out consumed, out written);
        var count = Math.Min(input.Length, output.Length);
        if (Framing == BodyFraming.Length)
        {
            count = (int)Math.Min(count, Remaining);
            Remaining -= count;
            IsDone = Remaining == 0;
        }

        input[..count].CopyTo(output);
        consumed = written = count;
        return IsDone ? ParseStatus.Done : ParseStatus.NeedMore;
    }

    /// <summary>The connection has ended: the end of a body that lasts until then, and an incomplete body otherwise.</summary>
    internal ParseStatus Finish()
    {
        if (Framing == BodyFraming.UntilClose) IsDone = true;
        if (IsDone) return ParseStatus.Done;
        if (Reason == RejectReason.None) Reason = RejectReason.IncompleteBody;
        return ParseStatus.Rejected;
    }

    private ParseStatus DecodeChunks(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        consumed = written = 0;
        if (!_areChunksDone)
        {
            var chunks = _chunks.Decode(input, output, out consumed, out written);
            Reason = _chunks.Reason;
            if (chunks != ParseStatus.Done) return chunks;
            _areChunksDone = true;
        }

        var trailer = _trailer.Decode(input[consumed..], out var more);
        consumed += more;
        Reason = _trailer.Reason;
        IsDone = trailer == ParseStatus.Done;
        return trailer;
    }
}
