using RouteGen.IO;

namespace RouteGen;

/// <summary>A request that waits for a connection: for one that falls idle, or for the dial that was started for it.</summary>
internal sealed class WantConn
{
    // Continuations run elsewhere: it is completed under the pool's lock, and by threads that drive IO.
    private readonly TaskCompletionSource<PooledConn> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UserTokenSource? _dial;

    internal WantConn(HostConns host, ClientTrace? trace)
    {
        Host = host;
        Trace = trace;
    }

    internal HostConns Host { get; }

    /// <summary>Notified of the dial, if one is started for this request.</summary>
    internal ClientTrace? Trace { get; }

    internal Task<PooledConn> Task => _result.Task;

    // Everything below is guarded by the pool's lock.

    /// <summary>The list that it is in, of waiters or of dials that continue without one; see <see cref="HostConns"/>.</summary>
    internal WantConn? Next;
    internal WantConn? Previous;

    /// <summary>True if it still waits: it is in its host's list, and nothing was delivered.</summary>
    internal bool IsWaiting;

    /// <summary>True if a dial was started for it that has not ended.</summary>
    internal bool IsDialing;

    /// <summary>True if a dial was ever started for it.</summary>
    internal bool HasDialed;

    /// <summary>Cancelled when the dial takes too long, or when it is no longer needed.</summary>
    internal CancellationToken DialToken => _dial!.Token;

    internal void BeginDial()
    {
        IsDialing = HasDialed = true;
        _dial = new UserTokenSource();
    }

    /// <summary>Ends the dial.</summary>
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
