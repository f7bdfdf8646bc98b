namespace RouteGen.Protocol;

internal sealed partial class ResponseHead
{
    /// <summary>Forgets the last head.</summary>
    internal void Reset() => FieldCount = 0;

    /// <summary>As <c>RequestHead.Parse</c>.</summary>
    internal ParseStatus Parse(ReadOnlySpan<byte> input, int headBytesMax, int fieldCountMax) => throw new InvalidOperationException();
}
