// One request on one connection, and the wait of its caller. It is the connection's own object, used again for its next exchange once
// both have let go: the caller, who has taken the response, and the connection, which has seen the end of the body.
//
// The lock of the connection decides which side completes it (PersistConn.Kill and the read side set IsDecided there), so it is completed
// once. If the read side completes it, the caller continues on the same thread, without a hop: on a reactor's leader, as a handler that the
// monitor watches, or on the thread pool with the portable back end. Any other thread that completes it has more to do, and the caller
// continues on the pool.
using System.Threading.Tasks.Sources;

namespace RouteGen;

internal sealed class Exchange : IValueTaskSource<Response>
{
    private readonly PersistConn _conn;
    private ManualResetValueTaskSourceCore<Response> _response;
    private CancellationTokenRegistration _callRegistration;
    private CancellationTokenRegistration _contextRegistration;
    private int _holders;

    internal Exchange(PersistConn conn) => _conn = conn;

    internal Request Request { get; private set; } = null!;

    internal RequestPlan Plan { get; private set; }

    internal ExchangeLimits Limits { get; private set; }

    /// <summary>Receives the steps. Null if there is no trace.</summary>
    internal ClientTrace? Trace { get; private set; }

    /// <summary>True if a response or a failure was decided on. Guarded by the connection's lock.</summary>
    internal bool IsDecided;

    /// <summary>Count of the informational responses received. Belongs to the read side.</summary>
    internal InformationalResponses Interim;

    /// <summary>
    /// True if a failure would be due to <see cref="Transport.ResponseHeaderTimeout"/>. Guarded by the connection's lock.
    /// </summary>
    internal bool IsHeaderTimeoutArmed;

    /// <summary>Set by a token that was cancelled before the exchange was on its connection. Guarded by the connection's lock.</summary>
    internal OperationCanceledException? CancelledEarly;

    /// <summary>
    /// Completes with true if the peer wants the body (<c>Expect: 100-continue</c>). Null if the body is sent without waiting.
    /// </summary>
    internal TaskCompletionSource<bool>? Continue;

    /// <summary>Starts anew.</summary>
    internal void Begin(Request request, in RequestPlan plan, ClientTrace? trace, in ExchangeLimits limits)
    {
        Request = request;
        Plan = plan;
        Limits = limits;
        Trace = trace;
        IsDecided = IsHeaderTimeoutArmed = false;
        Interim = default;
        CancelledEarly = null;
        Continue = plan.ExpectsContinue ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _holders = 2;
        _response.Reset();
    }

    /// <summary>From now on either token ends the exchange; that of the context also while its body is read.</summary>
    internal void Register(CancellationToken call, CancellationToken context)
    {
        if (call.CanBeCanceled)
            _callRegistration = call.UnsafeRegister(static (state, token) => ((Exchange)state!).OnCancelled(token, endsBody: false), this);
        if (context.CanBeCanceled)
            _contextRegistration = context.UnsafeRegister(
                static (state, token) => ((Exchange)state!).OnCancelled(token, endsBody: true), this);
    }

    /// <summary>The response. Awaited once.</summary>
    internal ValueTask<Response> WaitAsync() => new(this, _response.Version);

    /// <summary>
    /// Completes the wait of the caller. The caller may continue on the thread of the read side, which has nothing else to do.
    /// </summary>
    internal void Complete(Response response, bool byReadSide = false)
    {
        _response.RunContinuationsAsynchronously = !byReadSide;
        _response.SetResult(response);
    }

    internal void Fail(Exception error)
    {
        _response.RunContinuationsAsynchronously = true;
        _response.SetException(error);
    }

    /// <summary>
    /// Ends both registrations. When this returns no callback of theirs runs or will run, so none can hit a later exchange.
    /// </summary>
    internal void EndRegistrations()
    {
        _callRegistration.Dispose();
        _contextRegistration.Dispose();
    }

    /// <summary>One of the two holders releases it.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) _conn.Reuse(this);
    }

    /// <summary>Lets go of everything that it leads to.</summary>
    internal void Clear()
    {
        Request = null!;
        Plan = default;
        Trace = null;
        Continue = null;
        CancelledEarly = null;
        _callRegistration = _contextRegistration = default;
    }

    Response IValueTaskSource<Response>.GetResult(short token)
    {
        try
        {
            return _response.GetResult(token);
        }
        finally
        {
            _callRegistration.Dispose();
            // The connection refers to this object, and must not keep a response alive that its caller has dropped.
            _response.Reset();
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Response>.GetStatus(short token) => _response.GetStatus(token);

    void IValueTaskSource<Response>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _response.OnCompleted(continuation, state, token, flags);

    private void OnCancelled(CancellationToken token, bool endsBody) => _conn.Cancel(this, new OperationCanceledException(token), endsBody);
}
