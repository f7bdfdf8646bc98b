namespace RouteGen;

/// <summary>Tasks that are no longer awaited.</summary>
internal static class Abandoned
{
    /// <summary>
    /// Marks a failure of the task as seen, now or when it comes, so that it does not reach
    /// <see cref="TaskScheduler.UnobservedTaskException"/>. For a task whose failure is a consequence of another one, which the caller has
    /// received.
    /// </summary>
    internal static void Observe(Task task) =>
        task.ContinueWith(
            static task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
