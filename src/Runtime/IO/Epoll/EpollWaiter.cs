using System.Threading.Tasks.Sources;

namespace RouteGen.IO;

/// <summary>Somebody who waits, without a thread, for one direction of a connection. Made when first needed, then reused.</summary>
internal sealed class EpollWaiter : IValueTaskSource
{
    private readonly EpollConn _conn;

    // Whoever waited goes on on the thread that leads the reactor, a client's caller like a server's handler (Reactor.WakeWaiters).
    private ManualResetValueTaskSourceCore<bool> _core;

    internal EpollWaiter(EpollConn conn) => _conn = conn;

    /// <summary>Called before the wait is armed.</summary>
    internal void Reset() => _core.Reset();

    internal ValueTask Task => new(this, _core.Version);

    internal void Complete() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _conn.ThrowIfEnded();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
