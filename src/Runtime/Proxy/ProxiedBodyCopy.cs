using System.Buffers;
using System.Diagnostics;
using RouteGen.IO;

namespace RouteGen.Proxying;

/// <summary>
/// Copies the body of a response, by one rented block, and ensures that no data stays in the output buffer for too long.
/// </summary>
internal static class ProxiedBodyCopy
{
    /// <param name="w">Takes the response; its status is set.</param>
    /// <param name="body">The body of the backend's response.</param>
    /// <param name="pool">Lends the block.</param>
    /// <param name="blockBytes">The block's size.</param>
    /// <param name="flushInterval">Longest time that data stays in the buffer. Zero means until it is full. If negative, data is flushed
    /// whenever no more is available.</param>
    internal static async ValueTask RunAsync(ResponseWriter w, Body body, ArrayPool<byte> pool, int blockBytes, TimeSpan flushInterval)
    {
        var block = pool.Rent(blockBytes);
        // The head lies there from the beginning.
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

        // After a failure a read may still be in progress; then the block is not returned to the pool.
        pool.Return(block);
    }

    private static TimeSpan LeftOf(TimeSpan flushInterval, long unsentSince) =>
        flushInterval < TimeSpan.Zero ? TimeSpan.Zero : Instants.ForTimer(flushInterval - Stopwatch.GetElapsedTime(unsentSince));

    // If the client has gone, the read is no longer awaited; it fails when the response is disposed.
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
