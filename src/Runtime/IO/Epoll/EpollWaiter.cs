using System.Threading.Tasks.Sources;

namespace RouteGen.IO;

/// <summary>A wait, without a thread, for one direction of a connection. Created when first needed, then reused.</summary>
internal sealed class EpollWaiter : IValueTaskSource
{
    private readonly EpollConn _conn;

    // Continuations run on the thread that leads the reactor, those of a client's caller like those of a server's handler
    // (Reactor.WakeWaiters).
    private ManualResetValueTaskSourceCore<bool> _core;

    // 1 from arming a wait until its result is taken. A second wait must not reset the first one's source.
    private int _isTaken;

    internal EpollWaiter(EpollConn conn) => _conn = conn;

    /// <summary>Takes the waiter for one wait. Called before the wait is armed.</summary>
    /// <exception cref="InvalidOperationException">A wait in this direction is in progress; it is not disturbed.</exception>
    internal void Take()
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0) Throw.WaitGoesOn();
        _core.Reset();
    }

    /// <summary>Gives the waiter back after nothing was armed.</summary>
    internal void GiveBack() => Volatile.Write(ref _isTaken, 0);

    internal ValueTask Task => new(this, _core.Version);

    internal void Complete() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token)
    {
        // A token of an earlier wait throws here, and changes nothing.
        _core.GetResult(token);
        GiveBack();
        _conn.ThrowIfEnded();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
