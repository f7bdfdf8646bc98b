namespace RouteGen;

/// <summary>Helper for tasks that are no longer awaited.</summary>
internal static class Abandoned
{
    /// <summary>
    /// Observes a current or later failure of a task, so that it is not reported to <see cref="TaskScheduler.UnobservedTaskException"/>.
    /// Used for failures that merely follow from one that the caller gets.
    /// </summary>
    internal static void Observe(Task task) =>
        task.ContinueWith(
            static task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
