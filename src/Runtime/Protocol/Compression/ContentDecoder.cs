namespace RouteGen.Protocol;

/// <summary>Incremental decoder of a content coding, from spans to spans.</summary>
internal abstract class ContentDecoder
{
    /// <summary>True if the input may end here, because the content is complete or there was no input.</summary>
    internal abstract bool MayEnd { get; }

    /// <summary>
    /// Decodes until the output is full or the input is used up. <see cref="ParseStatus.NeedMore"/> means that more input or a larger
    /// output is needed. Input that is not consumed must be passed again in the next call.
    /// </summary>
    internal abstract ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written);
}
