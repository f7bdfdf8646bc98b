using RouteGen.IO;

namespace RouteGen;

/// <summary>A request that waits for an idle connection or for the dial that was started for it.</summary>
internal sealed class WantConn
{
    // Completed under the pool's lock and by threads that drive IO, so continuations must not run inline.
    private readonly TaskCompletionSource<PooledConn> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UserTokenSource? _dial;

    internal WantConn(HostConns host, ClientTrace? trace)
    {
        Host = host;
        Trace = trace;
    }

    internal HostConns Host { get; }

    /// <summary>Trace for a dial that is started for this request, or null.</summary>
    internal ClientTrace? Trace { get; }

    internal Task<PooledConn> Task => _result.Task;

    // Everything below is guarded by the pool's lock.

    /// <summary>Next element of the list of waiters, or of the list of dials without a waiter; see <see cref="HostConns"/>.</summary>
    internal WantConn? Next;
    internal WantConn? Previous;

    /// <summary>True while the request is in its host's list of waiters, with nothing delivered.</summary>
    internal bool IsWaiting;

    /// <summary>True while a dial that was started for the request is in progress.</summary>
    internal bool IsDialing;

    /// <summary>True if a dial was ever started for the request.</summary>
    internal bool HasDialed;

    /// <summary>Token that is cancelled when the dial takes too long or is no longer needed.</summary>
    internal CancellationToken DialToken => _dial!.Token;

    internal void BeginDial()
    {
        IsDialing = HasDialed = true;
        _dial = new UserTokenSource();
    }

    /// <summary>Cancels the dial.</summary>
    internal void CancelDial() => _dial!.Cancel();

    internal void LimitDial(TimeSpan limit)
    {
        if (limit > TimeSpan.Zero) _dial!.CancelAfter(Instants.ForTimer(limit));
    }

    /// <summary>Stops the timer of the dial's limit.</summary>
    internal void EndDialLimit() => _dial!.CancelAfter(Timeout.InfiniteTimeSpan);

    internal void Deliver(PooledConn conn) => _result.SetResult(conn);

    internal void Fail(Exception error) => _result.SetException(error);
}
