using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>Awaited before code of users runs: the rest of the method runs on a thread of the pool, never on one that drives IO.</summary>
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
