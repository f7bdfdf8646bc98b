namespace RouteGen.IO;

/// <summary>
/// For code above that is about to hold its thread: a handler's thread drives connections, and another has to do that meanwhile.
/// </summary>
internal static class ThreadWait
{
    /// <summary>
    /// The result of an operation, holding the thread until it is there. Go's entersyscall comes before the wait, where there is one.
    /// </summary>
    internal static T For<T>(ValueTask<T> operation)
    {
        if (operation.IsCompleted) return operation.GetAwaiter().GetResult();
        var task = operation.AsTask();
        Leader.HandOverBeforeWait();
        return task.GetAwaiter().GetResult();
    }
}
