using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace RouteGen;

public abstract partial class ResponseWriter
{
    private const int FileBlockBytes = 64 * 1024;

    /// <summary>
    /// Appends a part of a file to the body. If the connection does not use TLS, and the length of the body is declared, a server's writer
    /// lets the system copy the file to the socket.
    /// </summary>
    /// <remarks>At most 64 KiB are buffered. If the file shrinks during the call, the response is incomplete.</remarks>
    /// <param name="file">The file, open for reading. It is not closed.</param>
    /// <param name="offset">The offset of the part in the file, in bytes.</param>
    /// <param name="count">The length of the part, in bytes.</param>
    /// <param name="cancellationToken">Cancels the wait. The response is then incomplete and the connection closes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset or the count is negative.</exception>
    /// <exception cref="EndOfStreamException">The file is shorter than the part.</exception>
    /// <exception cref="InvalidOperationException">Same as for <see cref="Write(ReadOnlySpan{byte})"/>.</exception>
    /// <exception cref="TransportException">The peer is gone, or reads too slowly.</exception>
    public virtual async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var block = ArrayPool<byte>.Shared.Rent((int)Math.Min(count, FileBlockBytes));
        try
        {
            while (count > 0)
            {
                // Reads synchronously, because the data is usually in the page cache, and a switch of threads would cost more than the
                // read.
                var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(count, block.Length)), offset);
                if (read == 0) throw new EndOfStreamException("The file ended before the last byte that was to be sent.");
                await WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                offset += read;
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
