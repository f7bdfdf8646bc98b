namespace RouteGen.IO;

/// <summary>
/// Writes messages of the event loops to standard error, on other threads, because the program's writer may block.
/// </summary>
internal static class BackgroundLog
{
    // Lines that are not yet written. Each caller reports once in the life of the process, so there are few.
    private static string? s_waiting;

    /// <summary>
    /// Writes a line on the thread pool, or, if the system refuses another thread, on the next thread that calls
    /// <see cref="WriteWaiting"/>. A failure is ignored.
    /// </summary>
    internal static void Write(string line)
    {
        string? waiting;
        do waiting = Volatile.Read(ref s_waiting);
        while (Interlocked.CompareExchange(ref s_waiting, Append(waiting, line), waiting) != waiting);

        if (LeaderPool.IsRefused) return;
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => WriteWaiting(), null);
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            // The line waits for another thread.
        }
    }

    /// <summary>Writes the lines that are not yet written. May block.</summary>
    internal static void WriteWaiting()
    {
        if (Volatile.Read(ref s_waiting) is null) return;
        if (Interlocked.Exchange(ref s_waiting, null) is { } lines) StandardError.Write(lines);
    }

    private static string Append(string? waiting, string line) => waiting is null ? line : $"{waiting}{Environment.NewLine}{line}";
}
