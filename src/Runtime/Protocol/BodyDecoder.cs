namespace RouteGen.Protocol;

/// <summary>How the end of a body is known (RFC 9112 section 6).</summary>
internal enum BodyFraming : byte
{
    None,
    Length,
    Chunked,
    UntilClose,
}

/// <summary>Reads one body off the wire, in either direction: encoded bytes in, body bytes out.</summary>
internal struct BodyDecoder
{
    internal BodyFraming Framing { get; private set; }

    /// <summary>The rule that was broken, after <see cref="ParseStatus.Rejected"/>.</summary>
    internal RejectReason Reason { get; private set; }

    /// <summary>Whether the body and its trailer section have been read to their end.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The trailer fields; null: none were received.</summary>
    internal TrailerBlock? Trailer { get; private set; }

    /// <summary>Bytes of a <see cref="BodyFraming.Length"/> body that have not been consumed; -1 for the other framings.</summary>
    internal long Remaining { get; private set; }

    /// <summary>Starts a body.</summary>
    internal void Start(BodyFraming framing, long length)
    {
        Framing = framing;
        Remaining = length;
    }

    /// <summary>Takes what it can of <paramref name="input"/> and writes body bytes to <paramref name="output"/>.</summary>
    /// <returns>
    /// <see cref="ParseStatus.Done"/>: the body is complete, and nothing behind it was consumed. <see cref="ParseStatus.NeedMore"/>: more input, or
    /// more room, is needed; <paramref name="consumed"/> and <paramref name="written"/> may both be greater than zero.
    /// </returns>
    internal ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written) => throw new InvalidOperationException();
}
