namespace RouteGen.Primitives;

/// <summary>
/// Blocking waits of code in higher layers. The thread of a handler may drive connections, so another thread must take over before it
/// blocks.
/// </summary>
internal static class ThreadWait
{
    /// <summary>
    /// Passes the connections that the calling thread drives to another thread, if there are any. Null until a thread drives connections.
    /// </summary>
    internal static Action? HandOver { private get; set; }

    /// <summary>Prepares a wait that blocks the thread: another thread takes over what it drives.</summary>
    internal static void Leave() => HandOver?.Invoke();

    /// <summary>
    /// Returns the result of an operation, and blocks the thread until it completes. Another thread takes over first, as with Go's
    /// entersyscall.
    /// </summary>
    internal static T For<T>(ValueTask<T> operation)
    {
        if (operation.IsCompleted) return operation.GetAwaiter().GetResult();
        var task = operation.AsTask();
        HandOver?.Invoke();
        return task.GetAwaiter().GetResult();
    }
}
