using System.Buffers;

namespace RouteGen;

/// <summary>Pooled blocks that a stream or body of the user's is to fill. One that claims to have read more than it wrote must not send what the pool knows of others.</summary>
internal static class LentBlock
{
    /// <summary>An array of the shared pool, all zeroes, to be returned there.</summary>
    /// <param name="bytesMin">How many bytes it has at least.</param>
    internal static byte[] Rent(int bytesMin)
    {
        var block = ArrayPool<byte>.Shared.Rent(bytesMin);
        block.AsSpan().Clear();
        return block;
    }
}
