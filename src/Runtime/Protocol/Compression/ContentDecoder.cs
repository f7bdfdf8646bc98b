namespace RouteGen.Protocol;

/// <summary>Decodes a content coding incrementally: spans in, spans out.</summary>
internal abstract class ContentDecoder
{
    /// <summary>True if the input may end here: the content is complete, or there was none.</summary>
    internal abstract bool MayEnd { get; }

    /// <summary>
    /// Decodes until the output is full or the input is used up. <see cref="ParseStatus.NeedMore"/>: more input or more room; more of the
    /// content may follow as long as more input does. Input that is not consumed must be passed again with the next call.
    /// </summary>
    internal abstract ParseStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written);
}
