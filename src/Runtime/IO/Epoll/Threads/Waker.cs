namespace RouteGen.IO;

/// <summary>
/// Runs continuations of waits that the monitor has ended, which may be user code: on the thread pool, or, if the system refuses another
/// thread, on a thread that was started when the first handler blocked.
/// </summary>
internal static class Waker
{
    // Waiters whose continuations have not begun: at most two for each connection. The last one is linked to the first.
    private static readonly Lock s_gate = new();
    private static EpollWaiter? s_last;
    private static readonly AutoResetEvent s_arrived = new(initialState: false);
    private static bool s_isStarted;

    /// <summary>Starts the thread once. If the system refuses, the next call tries again.</summary>
    internal static void Start()
    {
        if (Volatile.Read(ref s_isStarted) || Interlocked.Exchange(ref s_isStarted, true)) return;
        try
        {
            new Thread(Run) { IsBackground = true, Name = "RouteGen waker" }.UnsafeStart();
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            Volatile.Write(ref s_isStarted, false);
        }
    }

    /// <summary>Queues the continuation of a wait. Thread-safe.</summary>
    internal static void Queue(EpollWaiter waiter)
    {
        Enqueue(waiter);
        s_arrived.Set();
        if (LeaderPool.IsRefused) return;
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => RunOne(), null);
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            // The thread of this class runs the continuation.
        }
    }

    private static void Run()
    {
        while (true)
        {
            s_arrived.WaitOne();
            while (RunOne()) AmbientState.Restore();
        }
    }

    private static bool RunOne()
    {
        if (Dequeue() is not { } waiter) return false;
        waiter.Complete();
        return true;
    }

    private static void Enqueue(EpollWaiter waiter)
    {
        lock (s_gate)
        {
            waiter.NextWoken = s_last?.NextWoken ?? waiter;
            if (s_last is not null) s_last.NextWoken = waiter;
            s_last = waiter;
        }
    }

    private static EpollWaiter? Dequeue()
    {
        lock (s_gate)
        {
            if (s_last?.NextWoken is not { } first) return null;
            if (first == s_last) s_last = null;
            else s_last.NextWoken = first.NextWoken;
            first.NextWoken = null;
            return first;
        }
    }
}
