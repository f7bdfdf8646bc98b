// One request on one connection, and the wait of its caller. The connection reuses this object for its next exchange, after two holders
// have released it: the caller, which has the response, and the connection, which has read the end of the body.
//
// The connection's lock decides which side completes the exchange (PersistConn.Kill and the read side set IsDecided under it), so it
// completes once. If the read side completes it, the caller continues inline on the read side's thread: a reactor's leader, which the
// monitor watches as during a handler, or, with the portable back end, a thread of the pool. Any other thread has more work to do, so the
// caller continues on the pool.
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

    /// <summary>Trace whose hooks are called at each step. Null if there is none.</summary>
    internal ClientTrace? Trace { get; private set; }

    /// <summary>True once the result, a response or a failure, is decided. Guarded by the connection's lock.</summary>
    internal bool IsDecided;

    /// <summary>Counter of the informational responses received. Used only by the read side.</summary>
    internal InformationalResponses Interim;

    /// <summary>
    /// True if the deadline of the wait comes from <see cref="Transport.ResponseHeaderTimeout"/>. Guarded by the connection's lock.
    /// </summary>
    internal bool IsHeaderTimeoutArmed;

    /// <summary>Set if a token was cancelled before the exchange began on its connection. Guarded by the connection's lock.</summary>
    internal OperationCanceledException? CancelledEarly;

    /// <summary>
    /// Completes with true if the server wants the body (<c>Expect: 100-continue</c>). Null if the body is sent without waiting.
    /// </summary>
    internal TaskCompletionSource<bool>? Continue;

    /// <summary>Resets the object for an exchange.</summary>
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

    /// <summary>Registers the tokens that cancel the exchange. Only the context's token also cancels the read of the body.</summary>
    internal void Register(CancellationToken call, CancellationToken context)
    {
        if (call.CanBeCanceled)
            _callRegistration = call.UnsafeRegister(static (state, token) => ((Exchange)state!).OnCancelled(token, endsBody: false), this);
        if (context.CanBeCanceled)
            _contextRegistration = context.UnsafeRegister(
                static (state, token) => ((Exchange)state!).OnCancelled(token, endsBody: true), this);
    }

    /// <summary>Returns the response. Must be awaited only once.</summary>
    internal ValueTask<Response> WaitAsync() => new(this, _response.Version);

    /// <summary>
    /// Completes the wait of the caller. If the read side calls this, the caller continues inline: the read side has no more work to do.
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

    /// <summary>Ends both registrations. Afterwards none of their callbacks runs, so none can affect a later exchange.</summary>
    internal void EndRegistrations()
    {
        _callRegistration.Dispose();
        _contextRegistration.Dispose();
    }

    /// <summary>Releases the exchange for one of its two holders.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) _conn.Reuse(this);
    }

    /// <summary>Clears all references to other objects.</summary>
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
            // The connection refers to this object, which must not keep a response alive after its caller has dropped it.
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
