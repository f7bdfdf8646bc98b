namespace RouteGen.Protocol;

/// <summary>Ways to determine the end of a body (RFC 9112 section 6).</summary>
internal enum BodyFraming : byte
{
    None,
    Length,
    Chunked,
    UntilClose,
}

/// <summary>Decoder of one received body, of a request or a response.</summary>
/// <remarks>Call <see cref="Start"/> first, and <see cref="Finish"/> when the connection ends.</remarks>
internal struct BodyDecoder
{
    private ChunkedDecoder _chunks;
    private TrailerDecoder _trailer;
    private bool _areChunksDone;

    internal BodyFraming Framing { get; private set; }

    /// <summary>The rule that was broken, after <see cref="ParseStatus.Rejected"/>.</summary>
    internal RejectReason Reason { get; private set; }

    /// <summary>True if the body and its trailer section were read to their end.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The trailer fields. Null if the body is not complete or has none.</summary>
    internal readonly TrailerBlock? Trailer => IsDone ? _trailer.Block : null;

    /// <summary>
    /// Number of bytes of a <see cref="BodyFraming.Length"/> body that remain to be consumed. Zero without a body, and -1 for other
    /// framings.
    /// </summary>
    internal long Remaining { get; private set; }

    /// <summary>Starts a body. The length is used only for <see cref="BodyFraming.Length"/>.</summary>
    internal void Start(BodyFraming framing, long length)
    {
        this = default;
        Framing = framing;
        Remaining = framing switch { BodyFraming.Length => length, BodyFraming.None => 0, _ => -1 };
        IsDone = Remaining == 0;
    }

    /// <summary>Decodes as much as possible of <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <returns><see cref="ParseStatus.Done"/> if the body is complete; bytes after it are not consumed. <see cref="ParseStatus.NeedMore"/>
    /// if more input or a larger output is needed; bytes may have been consumed and written. <see cref="ParseStatus.Rejected"/> if a rule
    /// was broken; bytes already written are valid.</returns>
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

    /// <summary>Handles the end of the connection, which completes a body framed by the close. Other bodies are incomplete.</summary>
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
