using System.Buffers;

namespace RouteGen.Handling;

/// <summary>Sends ranges of seekable streams.</summary>
internal static class ContentCopy
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Sends the range, buffering at most 64 KiB.</summary>
    /// <returns>False if the content is too short. The response is then incomplete, and the server closes the connection.</returns>
    internal static async ValueTask<bool> SendAsync(ResponseWriter w, Stream content, ByteRange range, CancellationToken cancellationToken)
    {
        // Excludes derived classes, because they may return other bytes than the file contains.
        if (content.GetType() == typeof(FileStream))
            return await SendFileAsync(w, (FileStream)content, range, cancellationToken).ConfigureAwait(false);
        content.Position = range.Start;
        var left = range.Length;
        var buffer = LentBlock.Rent((int)Math.Min(BufferBytes, Math.Max(1, left)));
        try
        {
            while (left > 0)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken)
                    .ConfigureAwait(false);
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

    private static async ValueTask<bool> SendFileAsync(
        ResponseWriter w, FileStream file, ByteRange range, CancellationToken cancellationToken)
    {
        try
        {
            await w.SendFileAsync(file.SafeFileHandle, range.Start, range.Length, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EndOfStreamException)
        {
            // The file was truncated during the call, which is not a failure of the handler.
            return false;
        }
    }
}
