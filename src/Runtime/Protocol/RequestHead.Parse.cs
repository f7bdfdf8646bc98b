namespace RouteGen.Protocol;

internal sealed partial class RequestHead
{
    /// <summary>Forgets the last head.</summary>
    internal void Reset() => FieldCount = 0;

    /// <summary>
    /// Parses a head from the first byte of <paramref name="input"/>. After <see cref="ParseStatus.NeedMore"/> it is called again with the
    /// same bytes and more behind them, and goes on where it stopped; <see cref="Reset"/> comes before the next head.
    /// </summary>
    /// <param name="input">What has arrived, from the head's first byte.</param>
    /// <param name="headBytesMax">The most bytes a head may have; a longer one is rejected.</param>
    /// <param name="fieldCountMax">The most field lines.</param>
    internal ParseStatus Parse(ReadOnlySpan<byte> input, int headBytesMax, int fieldCountMax) => throw new InvalidOperationException();
}
