namespace RouteGen;

/// <summary>Cancellation token of a request, and values that are looked up by type. Go's name: <c>Request.Context()</c>.</summary>
/// <remarks>
/// Thread-safe. The context of a served request has these values: the <c>Server</c>, and, until the handler has completed, the local
/// address of the connection as <see cref="System.Net.EndPoint"/>. Go's names: <c>ServerContextKey</c>, <c>LocalAddrContextKey</c>.
/// </remarks>
public sealed class RequestContext
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _outer;
    private readonly RequestContext? _parent;
    private readonly IRequestOwner? _owner;

    // Guarded by _gate.
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _parentEnds;
    private bool _isEnded;

    // Written under _gate. True once the request has ended; its connection may then serve another request and must not be used.
    private volatile bool _isOver;
    private Dictionary<Type, object>? _values;

    /// <summary>Creates a context that is cancelled with a token.</summary>
    /// <param name="cancellationToken">Cancels the context.</param>
    public RequestContext(CancellationToken cancellationToken = default) => _outer = cancellationToken;

    /// <summary>
    /// Creates a context that inherits the values of another context and is cancelled with it. Values that are added here are not added to
    /// the other context.
    /// </summary>
    /// <param name="parent">The other context.</param>
    public RequestContext(RequestContext parent) => _parent = parent ?? throw new ArgumentNullException(nameof(parent));

    /// <summary>Creates the context of a served request.</summary>
    /// <param name="owner">The connection that serves the request.</param>
    /// <param name="parent">The context of the connection, or null if no hook has created one.</param>
    internal RequestContext(IRequestOwner owner, RequestContext? parent)
    {
        _owner = owner;
        _parent = parent;
    }

    /// <summary>
    /// A token that is cancelled when the handler completes, the peer disconnects, the server is closed, or the caller cancels the request.
    /// Created on first use.
    /// </summary>
    public CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                if (_source is not null) return _source.Token;
                if (_owner is null && _parent is null && _outer.CanBeCanceled) return _outer;
                _source = new CancellationTokenSource();
                if (_isEnded) _source.Cancel();
                if (_isOver) return _source.Token;
            }

            // Called outside the lock, because a parent or peer that has ended calls back immediately.
            if (_parent is { CanEnd: true }) EndWith(_parent);
            _owner?.WatchPeer(this);
            return _source.Token;
        }
    }

    /// <summary>Returns the value of a type from this context or its parent, or null if there is none.</summary>
    /// <typeparam name="T">The type under which the value was added.</typeparam>
    public T? Get<T>()
        where T : class => (T?)Find(typeof(T));

    /// <summary>Adds or replaces the value of a type.</summary>
    /// <typeparam name="T">The type by which the value is looked up.</typeparam>
    /// <param name="value">The value.</param>
    public void Set<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate) (_values ??= [])[typeof(T)] = value;
    }

    /// <summary>True if this context or its parent was cancelled because the peer has left.</summary>
    internal bool HasPeerLeft => _hasPeerLeft || _parent is { HasPeerLeft: true };

    private volatile bool _hasPeerLeft;

    /// <summary>Cancels the context because the peer has left.</summary>
    internal void CancelByPeer()
    {
        _hasPeerLeft = true;
        Cancel();
    }

    /// <summary>True once the request has ended.</summary>
    internal bool IsOver => _isOver;

    /// <summary>Cancels the token. A token that is first read later is already cancelled.</summary>
    internal void Cancel()
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            if (_isEnded) return;
            _isEnded = true;
            source = _source;
        }

        source?.Cancel();
    }

    /// <summary>Cancels the context at the end of its request, and removes its registration with the parent.</summary>
    internal void End()
    {
        CancellationTokenRegistration parentEnds;
        lock (_gate)
        {
            _isOver = true;
            parentEnds = _parentEnds;
            _parentEnds = default;
        }

        parentEnds.Dispose();
        Cancel();
    }

    /// <summary>
    /// Ends the context on the thread pool, because its callbacks may throw or block. The server logs their exceptions. If no server owns
    /// the context, <see cref="TaskScheduler.UnobservedTaskException"/> reports them.
    /// </summary>
    internal void EndLater()
    {
        if (Owner is { } owner) owner.EndLater(this);
        else _ = Task.Run(End, CancellationToken.None);
    }

    private IRequestOwner? Owner => _owner ?? _parent?.Owner;

    // True if the context can be cancelled from outside.
    private bool CanEnd => _owner is not null || _outer.CanBeCanceled || _parent is { CanEnd: true };

    private object? Find(Type type)
    {
        lock (_gate)
        {
            if (_values is not null && _values.TryGetValue(type, out var value)) return value;
            if (_owner is not null && !_isOver && _owner.FindValue(type) is { } known) return known;
        }

        return _parent?.Find(type);
    }

    private void EndWith(RequestContext parent)
    {
        var token = parent.CancellationToken;
        if (!token.CanBeCanceled) return;
        var registration = token.UnsafeRegister(static state => ((RequestContext)state!).Cancel(), this);
        lock (_gate)
        {
            if (!_isOver)
            {
                _parentEnds = registration;
                return;
            }
        }

        registration.Dispose();
    }
}
