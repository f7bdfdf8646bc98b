using System.Buffers;
using System.Diagnostics;
using RouteGen.IO;

namespace RouteGen.Proxying;

/// <summary>
/// Copies a response's body through one rented block. If the flush interval is positive, no data stays in the output buffer longer than
/// that.
/// </summary>
internal static class ProxiedBodyCopy
{
    /// <summary>
    /// Copies the body. A flush interval of zero waits until the buffer is full. A negative one flushes whenever no more data is available.
    /// </summary>
    internal static async ValueTask RunAsync(ResponseWriter w, Body body, ArrayPool<byte> pool, int blockBytes, TimeSpan flushInterval)
    {
        var block = pool.Rent(blockBytes);
        // The head is in the buffer from the beginning.
        var unsentSince = Stopwatch.GetTimestamp();
        while (true)
        {
            var reading = body.ReadAsync(block);
            if (!reading.IsCompleted && unsentSince != 0 && flushInterval != TimeSpan.Zero)
            {
                var task = reading.AsTask();
                if (!await ComesWithinAsync(task, LeftOf(flushInterval, unsentSince)).ConfigureAwait(false))
                {
                    await FlushAsync(w, task).ConfigureAwait(false);
                    unsentSince = 0;
                }

                reading = new ValueTask<int>(task);
            }

            var count = await reading.ConfigureAwait(false);
            if (count == 0) break;
            await w.WriteAsync(block.AsMemory(0, count)).ConfigureAwait(false);
            if (unsentSince == 0) unsentSince = Stopwatch.GetTimestamp();
            if (flushInterval <= TimeSpan.Zero || Stopwatch.GetElapsedTime(unsentSince) < flushInterval) continue;
            await w.FlushAsync().ConfigureAwait(false);
            unsentSince = 0;
        }

        // The block is not returned after a failure, because a read may still be in progress.
        pool.Return(block);
    }

    private static TimeSpan LeftOf(TimeSpan flushInterval, long unsentSince) =>
        flushInterval < TimeSpan.Zero ? TimeSpan.Zero : Instants.ForTimer(flushInterval - Stopwatch.GetElapsedTime(unsentSince));

    // If the client has left, the read is no longer awaited. It fails when the response is disposed.
    private static async ValueTask FlushAsync(ResponseWriter w, Task reading)
    {
        try
        {
            await w.FlushAsync().ConfigureAwait(false);
        }
        catch
        {
            Abandoned.Observe(reading);
            throw;
        }
    }

    private static async ValueTask<bool> ComesWithinAsync(Task reading, TimeSpan left)
    {
        if (left <= TimeSpan.Zero) return reading.IsCompleted;
        await reading.WaitAsync(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.IsCompleted;
    }
}
