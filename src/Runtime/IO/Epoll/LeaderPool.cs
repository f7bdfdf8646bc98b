namespace RouteGen.IO;

/// <summary>Leaders that lead nothing at the moment, and the bound on how many there may be in all.</summary>
internal static class LeaderPool
{
    /// <summary>
    /// Threads that may exist at once, blocked handlers included. At the bound, a handler that blocks holds its reactor up.
    /// </summary>
    internal static int ThreadsMax { get; set; } = 10_000;

    /// <summary>Parked threads that are kept; a burst beyond is let go.</summary>
    internal const int ParkedMax = 256;

    private static readonly Lock s_gate = new();
    private static Leader? s_parked;
    private static int s_parkedCount;
    private static int s_threadCount;

    /// <summary>Threads that exist, parked ones included.</summary>
    internal static int ThreadCount => Volatile.Read(ref s_threadCount);

    /// <summary>Takes a waiting leader, parked before or just started. Returns null if there is none.</summary>
    /// <param name="failure">The reason if there is none.</param>
    internal static Leader? TryTake(out string? failure)
    {
        failure = null;
        lock (s_gate)
        {
            if (s_parked is { } parked)
            {
                s_parked = parked.NextParked;
                parked.NextParked = null;
                s_parkedCount--;
                return parked;
            }

            if (s_threadCount >= ThreadsMax)
            {
                failure = $"{ThreadsMax} handlers block their threads, which is the maximum";
                return null;
            }

            s_threadCount++;
        }

        return TryStart(out failure);
    }

    /// <summary>
    /// Keeps a leader for later, or ends its thread. Called on its own thread, or for one that was taken and not assigned.
    /// </summary>
    internal static void Park(Leader leader)
    {
        lock (s_gate)
        {
            if (s_parkedCount < ParkedMax)
            {
                leader.NextParked = s_parked;
                s_parked = leader;
                s_parkedCount++;
                return;
            }

            s_threadCount--;
        }

        leader.Dismiss();
    }

    private static Leader? TryStart(out string? failure)
    {
        failure = null;
        try
        {
            var leader = new Leader();
            leader.Start();
            return leader;
        }
        catch (Exception thrown) when (thrown is OutOfMemoryException or ThreadStartException)
        {
            lock (s_gate) s_threadCount--;
            failure = $"a thread could not be started ({thrown.Message})";
            return null;
        }
    }
}
