using System.Buffers;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Writes the body of a message to a stream.</summary>
internal static class WireBody
{
    private const int BlockBytes = 16 * 1024;

    /// <summary>Writes a body, without the last chunk.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="body">The body.</param>
    /// <param name="isChunked">True to write chunks, one for each read.</param>
    /// <param name="length">The declared length, or -1 for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">The body does not have the declared length.</exception>
    internal static async ValueTask WriteAsync(Stream output, Body body, bool isChunked, long length, CancellationToken cancellationToken)
    {
        var block = LentBlock.Rent(BlockBytes);
        try
        {
            var room = block.AsMemory(ChunkedEncoder.HeadBytesMax, BlockBytes - ChunkedEncoder.HeadBytesMax - ChunkedEncoder.Tail.Length);
            long written = 0;
            while (Checked(await body.ReadAsync(room, cancellationToken).ConfigureAwait(false), room.Length) is > 0 and var count)
            {
                written += count;
                // Excess bytes are not written, because the recipient would take them for the next message.
                if (length >= 0 && written > length) break;
                await output.WriteAsync(isChunked ? Framed(block, count) : room[..count], cancellationToken).ConfigureAwait(false);
            }

            if (length >= 0 && written != length) throw WrongLength(length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Checks and returns the result of a read, because the body may be the program's code.</summary>
    /// <exception cref="InvalidOperationException">The count is negative or greater than the length of the buffer.</exception>
    internal static int Checked(int count, int room) => (uint)count <= (uint)room
        ? count
        : throw new InvalidOperationException($"The body returned {count} for a read of at most {room} bytes.");

    internal static InvalidOperationException WrongLength(long declared) =>
        new($"The message declares {declared} bytes, but its body has a different length.");

    /// <summary>Returns the last chunk and the trailer section.</summary>
    /// <param name="trailer">The trailer fields, or null for none.</param>
    /// <param name="cleans">True to omit or replace parts that cannot be written, as in a response. False to throw.</param>
    internal static byte[] LastChunk(Header? trailer, bool cleans)
    {
        var output = default(OutputBuffer);
        output.Append(ChunkedEncoder.LastChunk);
        if (cleans) RequestHeadWriter.WriteCleanTrailer(ref output, trailer);
        else RequestHeadWriter.WriteTrailer(ref output, trailer);
        var bytes = output.Pending.ToArray();
        output.Release();
        return bytes;
    }

    /// <summary>
    /// Makes a chunk of data that is in a block after space for the longest size line. The size line is written directly before the data.
    /// </summary>
    internal static ReadOnlyMemory<byte> Framed(byte[] block, int count)
    {
        var headLength = ChunkedEncoder.HeadLength(count);
        var start = ChunkedEncoder.HeadBytesMax - headLength;
        ChunkedEncoder.WriteHead(count, block.AsSpan(start));
        ChunkedEncoder.Tail.CopyTo(block.AsSpan(ChunkedEncoder.HeadBytesMax + count));
        return block.AsMemory(start, headLength + count + ChunkedEncoder.Tail.Length);
    }
}
