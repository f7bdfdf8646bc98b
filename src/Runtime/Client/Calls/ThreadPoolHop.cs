using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>Awaitable that moves an async method to the thread pool. User code must not run on a thread that drives IO.</summary>
internal readonly struct ThreadPoolHop : ICriticalNotifyCompletion
{
    internal static ThreadPoolHop Switch() => default;

    public ThreadPoolHop GetAwaiter() => this;

    public bool IsCompleted => false;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) =>
        ThreadPool.UnsafeQueueUserWorkItem(static action => action(), continuation, preferLocal: true);
}
