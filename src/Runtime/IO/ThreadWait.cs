namespace RouteGen.IO;

/// <summary>
/// Blocking waits of code in higher layers. The thread of a handler drives connections, so another thread must take over before it blocks.
/// </summary>
internal static class ThreadWait
{
    /// <summary>
    /// Returns the result of an operation, and blocks the thread until it completes. Another thread takes over first, as with Go's
    /// entersyscall.
    /// </summary>
    internal static T For<T>(ValueTask<T> operation)
    {
        if (operation.IsCompleted) return operation.GetAwaiter().GetResult();
        var task = operation.AsTask();
        Leader.HandOverBeforeWait();
        return task.GetAwaiter().GetResult();
    }
}
