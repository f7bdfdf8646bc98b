namespace RouteGen.IO;

/// <summary>Leaders without a reactor, and the limit on the number of all leaders.</summary>
internal static class LeaderPool
{
    /// <summary>
    /// Largest number of leaders, including those that are blocked in a handler. At the limit, requests of a reactor whose handler blocks
    /// wait for a free thread.
    /// </summary>
    internal static int ThreadsMax { get; set; } = 10_000;

    /// <summary>Largest number of parked threads. Further threads end.</summary>
    internal const int ParkedMax = 256;

    /// <summary>Time after which a parked thread ends, which also frees its caches.</summary>
    internal static TimeSpan ParkedTime { get; set; } = TimeSpan.FromSeconds(20);

    private static readonly Lock s_gate = new();
    private static Leader? s_parked;
    private static int s_parkedCount;
    private static int s_threadCount;
    private static int s_reserved;
    private static bool s_isRefused;

    /// <summary>Number of leaders, including parked ones.</summary>
    internal static int ThreadCount => Volatile.Read(ref s_threadCount);

    /// <summary>
    /// True if the system refused the last thread that was to be started. The thread pool must not be used then: if it cannot start its
    /// first thread, it never tries again.
    /// </summary>
    internal static bool IsRefused => Volatile.Read(ref s_isRefused);

    /// <summary>
    /// Number of reactors that the monitor leads and that need a thread. They get threads in turn, so no other reactor takes one meanwhile.
    /// </summary>
    internal static int Reserved
    {
        set => Volatile.Write(ref s_reserved, value);
    }

    /// <summary>
    /// Takes a parked leader, or starts a new one. Returns null and the failure if that is not possible, or if the threads are reserved.
    /// </summary>
    internal static Leader? TryTake(out string? failure)
    {
        failure = null;
        if (Volatile.Read(ref s_reserved) == 0) return TryTakeAny(out failure);
        failure = $"{ThreadCount} handlers block their threads";
        return null;
    }

    /// <summary>Takes a leader even if the threads are reserved. Called by the monitor.</summary>
    internal static Leader? TryTakeAny(out string? failure)
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

    /// <summary>Parks a leader, or ends its thread. Called on its own thread, or for a leader that was taken and not assigned.</summary>
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

    /// <summary>
    /// Removes a leader that has been parked for <see cref="ParkedTime"/>. Called on its own thread, which then ends. Returns false if the
    /// leader was just taken, and is about to be assigned or parked again.
    /// </summary>
    internal static bool TryLeave(Leader leader)
    {
        lock (s_gate)
        {
            ref var link = ref s_parked;
            while (link is not null && link != leader) link = ref link.NextParked;
            if (link is null) return false;
            link = leader.NextParked;
            leader.NextParked = null;
            s_parkedCount--;
            s_threadCount--;
            return true;
        }
    }

    private static Leader? TryStart(out string? failure)
    {
        failure = null;
        try
        {
            var leader = new Leader();
            leader.Start();
            Volatile.Write(ref s_isRefused, false);
            return leader;
        }
        catch (Exception thrown) when (thrown is OutOfMemoryException or ThreadStartException)
        {
            lock (s_gate) s_threadCount--;
            Volatile.Write(ref s_isRefused, true);
            failure = $"a thread could not be started ({thrown.Message})";
            return null;
        }
    }
}
