namespace Runtime.Tests.IO;

/// <summary>Waits for what has to happen, and fails when it does not. The bound is far above anything expected.</summary>
internal static class Patience
{
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    internal static Task Within(this Task task) => task.WaitAsync(Bound);

    internal static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Bound);

    internal static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Bound);

    internal static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Bound);

    internal static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Bound), $"never: {what}");

    /// <summary>Runs what holds its thread on a thread of its own.</summary>
    internal static Task OnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
