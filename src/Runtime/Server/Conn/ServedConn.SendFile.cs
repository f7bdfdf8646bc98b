using System.Buffers;
using Microsoft.Win32.SafeHandles;
using RouteGen.IO;

namespace RouteGen.Serving;

// Sends parts of files. The system copies them to the socket as long as the socket accepts data. When the socket is full, the next few
// bytes are sent from memory, so that the usual wait for the peer, with its limits, applies.
internal abstract partial class ServedConn
{
    private const int FileStepBytesMax = 1024 * 1024;
    private const int CopiedFileBytes = 64 * 1024;

    /// <summary>Sends the buffered output and then a part of a file. The caller holds the output.</summary>
    internal async ValueTask SendFileAsync(SafeFileHandle file, long offset, long count)
    {
        await SendHeldAsync().ConfigureAwait(false);
        while (count > 0)
        {
            var sent = TrySendFile(file, offset, (int)Math.Min(count, FileStepBytesMax));
            if (sent == 0) throw Ended();
            if (sent < 0)
                sent = await CopyFileAsync(file, offset, (int)Math.Min(count, sent == Conn.WouldBlock ? SendStepBytes : CopiedFileBytes))
                    .ConfigureAwait(false);
            offset += sent;
            count -= sent;
        }
    }

    /// <summary>Creates the exception for a file that is shorter than the part to be sent.</summary>
    internal static EndOfStreamException Ended() => new("The file ended before the last byte that was to be sent.");

    private int TrySendFile(SafeFileHandle file, long offset, int count)
    {
        try
        {
            CheckOutputLimit();
            var sent = _conn.TrySendFile(file, offset, count);
            if (sent > 0) Waits.MovedOutput(sent, RateMin);
            return sent;
        }
        catch (TransportException)
        {
            Lose();
            throw;
        }
    }

    private async ValueTask<int> CopyFileAsync(SafeFileHandle file, long offset, int count)
    {
        var block = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            var read = RandomAccess.Read(file, block.AsSpan(0, count), offset);
            if (read == 0) throw Ended();
            await SendWithLimitAsync(block.AsMemory(0, read)).ConfigureAwait(false);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
