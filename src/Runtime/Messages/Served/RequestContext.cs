namespace RouteGen;

/// <summary>Cancellation and values of a request, the values by type. Go's name: <c>Request.Context()</c>.</summary>
/// <remarks>
/// Thread-safe. The context of a served request also has the <c>Server</c> that serves it, and as <see cref="System.Net.EndPoint"/> the
/// local address of its connection (Go's names: <c>ServerContextKey</c>, <c>LocalAddrContextKey</c>), the latter until its handler
/// completes.
/// </remarks>
public sealed class RequestContext
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _outer;
    private readonly RequestContext? _parent;
    private readonly IContextOwner? _owner;

    // Guarded by _gate.
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _parentEnds;
    private bool _isEnded;

    // Written under _gate. The connection may be serving another request, and must not be used any more.
    private volatile bool _isOver;
    private Dictionary<Type, object>? _values;

    /// <summary>A context that ends with a token.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public RequestContext(CancellationToken cancellationToken = default) => _outer = cancellationToken;

    /// <summary>
    /// Creates a context that has the values of another one and ends with it. Values that are added to it are not added to the other.
    /// </summary>
    /// <param name="parent">The other one.</param>
    public RequestContext(RequestContext parent) => _parent = parent ?? throw new ArgumentNullException(nameof(parent));

    /// <summary>The context of a served request.</summary>
    /// <param name="owner">The connection that serves it.</param>
    /// <param name="parent">The context of its connection, if a hook has made one.</param>
    internal RequestContext(IContextOwner owner, RequestContext? parent)
    {
        _owner = owner;
        _parent = parent;
    }

    /// <summary>
    /// Cancelled when the request ends: its handler completed, its peer went away, the server was closed, or the caller cancelled it. Made
    /// on first use.
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

            // Outside the lock: a parent that has ended, or a peer that has gone, may call back at once.
            if (_parent is { CanEnd: true }) EndWith(_parent);
            _owner?.WatchPeer(this);
            return _source.Token;
        }
    }

    /// <summary>Returns the value of a type, of this context or of its parent, or null if there is none.</summary>
    /// <typeparam name="T">The type it was added under.</typeparam>
    public T? Get<T>()
        where T : class => (T?)Find(typeof(T));

    /// <summary>Adds or replaces the value of a type.</summary>
    /// <typeparam name="T">The type to find it by.</typeparam>
    /// <param name="value">The value.</param>
    public void Set<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate) (_values ??= [])[typeof(T)] = value;
    }

    /// <summary>True if it, or the one that it was made from, was cancelled because the peer has left.</summary>
    internal bool HasPeerLeft => _hasPeerLeft || _parent is { HasPeerLeft: true };

    private volatile bool _hasPeerLeft;

    /// <summary>Cancels it because the peer has left.</summary>
    internal void CancelByPeer()
    {
        _hasPeerLeft = true;
        Cancel();
    }

    /// <summary>True once the request has ended.</summary>
    internal bool IsOver => _isOver;

    /// <summary>Cancels the token, if it was requested; a token that is requested later is already cancelled.</summary>
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

    /// <summary>The request has ended: as <see cref="Cancel"/>, and the context it was made from forgets it.</summary>
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

    // True if anything could ever cancel it.
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
