using System.Buffers;

namespace RouteGen.Handling;

/// <summary>Sends a part of a seekable stream.</summary>
internal static class ContentCopy
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Sends the range, holding no more of it than one buffer.</summary>
    /// <returns>False: the content ended too early. The answer is then shorter than declared, and the server closes the connection.</returns>
    internal static async ValueTask<bool> SendAsync(ResponseWriter w, Stream content, ByteRange range, CancellationToken cancellationToken)
    {
        content.Position = range.Start;
        var left = range.Length;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferBytes, Math.Max(1, left)));
        try
        {
            while (left > 0)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
                if (read == 0) return false;
                await w.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                left -= read;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
