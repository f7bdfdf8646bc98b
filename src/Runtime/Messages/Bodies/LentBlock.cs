using System.Buffers;

namespace RouteGen;

/// <summary>
/// Pooled buffers for streams and bodies of the program. They are zeroed, so that a stream that returns too large a count cannot expose
/// another request's data.
/// </summary>
internal static class LentBlock
{
    /// <summary>Rents a zeroed array from the shared pool. The caller must return it.</summary>
    /// <param name="bytesMin">Smallest length, in bytes.</param>
    internal static byte[] Rent(int bytesMin)
    {
        var block = ArrayPool<byte>.Shared.Rent(bytesMin);
        block.AsSpan().Clear();
        return block;
    }
}
