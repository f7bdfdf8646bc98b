using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace RouteGen;

public abstract partial class ResponseWriter
{
    private const int FileBlockBytes = 64 * 1024;

    /// <summary>
    /// Adds a part of a file to the body. The writer of a server lets the system move it from the file to the socket where that is possible
    /// (a plain connection, a body with a declared length); every other writer copies.
    /// </summary>
    /// <remarks>It holds one block of 64 KiB at most. A file that shrinks meanwhile leaves the response incomplete.</remarks>
    /// <param name="file">Open for reading; it stays open.</param>
    /// <param name="offset">Beginning of the part, in bytes.</param>
    /// <param name="count">Length in bytes.</param>
    /// <param name="cancellationToken">Ends the wait. The response is then incomplete and the connection closes.</param>
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
                // The page cache has it nearly always, and a handler may block: a hop to another thread would cost more than the read.
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
