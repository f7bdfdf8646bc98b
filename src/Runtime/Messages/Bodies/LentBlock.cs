using System.Buffers;

namespace RouteGen;

/// <summary>
/// Pooled blocks for streams and bodies of the user to fill, zeroed so that one which claims to have read more than it wrote cannot send
/// another request's data.
/// </summary>
internal static class LentBlock
{
    /// <summary>Rents a zeroed array from the shared pool. The caller returns it there.</summary>
    /// <param name="bytesMin">Smallest length, in bytes.</param>
    internal static byte[] Rent(int bytesMin)
    {
        var block = ArrayPool<byte>.Shared.Rent(bytesMin);
        block.AsSpan().Clear();
        return block;
    }
}
