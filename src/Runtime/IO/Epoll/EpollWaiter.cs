using System.Threading.Tasks.Sources;

namespace RouteGen.IO;

/// <summary>An asynchronous wait for one direction of a connection. Created when first needed, then reused.</summary>
internal sealed class EpollWaiter : IValueTaskSource
{
    private readonly EpollConn _conn;

    // Continuations of a client's caller and of a server's handler run on the leader of the reactor (Reactor.WakeWaiters).
    private ManualResetValueTaskSourceCore<bool> _core;

    // 1 from the start of a wait until its result is read. A second wait must not reset the source of the first.
    private int _isTaken;

    internal EpollWaiter(EpollConn conn) => _conn = conn;

    /// <summary>Link in the list of <see cref="Waker"/>.</summary>
    internal EpollWaiter? NextWoken;

    /// <summary>Reserves the waiter for one wait. Called before the wait is armed.</summary>
    /// <exception cref="InvalidOperationException">A wait in this direction is in progress, and is not affected.</exception>
    internal void Take()
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0) Throw.WaitGoesOn();
        _core.Reset();
    }

    /// <summary>Releases the waiter after its result was read, or if no wait was armed.</summary>
    internal void GiveBack() => Volatile.Write(ref _isTaken, 0);

    internal ValueTask Task => new(this, _core.Version);

    internal void Complete() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token)
    {
        // The token of an earlier wait throws here, without a change of state.
        _core.GetResult(token);
        GiveBack();
        _conn.ThrowIfEnded();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
