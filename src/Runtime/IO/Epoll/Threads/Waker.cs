using System.Collections.Concurrent;

namespace RouteGen.IO;

/// <summary>
/// Runs continuations of waits that the monitor has ended, which may be user code: on the thread pool, or, if the system refuses it another
/// thread, on a thread that was started before.
/// </summary>
internal static class Waker
{
    /// <summary>Number of leaders from which the thread exists. Fewer blocked handlers do not exhaust the threads of a system.</summary>
    internal const int LeadersMin = 8;

    // At most two for each connection.
    private static readonly ConcurrentQueue<EpollWaiter> s_waiters = new();
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
        s_waiters.Enqueue(waiter);
        s_arrived.Set();
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => RunOne(), null);
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            // The pool has no thread and cannot start one, so the thread of this class runs the continuation.
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
        if (!s_waiters.TryDequeue(out var waiter)) return false;
        waiter.Complete();
        return true;
    }
}
