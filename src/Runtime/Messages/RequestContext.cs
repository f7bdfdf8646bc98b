namespace RouteGen;

/// <summary>What travels with a request: its cancellation, and values by type. Go's name: <c>Request.Context()</c>.</summary>
public sealed class RequestContext
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _source;
    private readonly CancellationToken _outer;
    private bool _ended;
    private Dictionary<Type, object>? _values;

    /// <summary>A context that ends with a token.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public RequestContext(CancellationToken cancellationToken = default) => _outer = cancellationToken;

    /// <summary>Cancelled when the request ends: its handler completed, its peer went away, or the caller cancelled it. Made when first asked for.</summary>
    public CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                if (_source is null)
                {
                    if (_outer.CanBeCanceled) return _outer;
                    _source = new CancellationTokenSource();
                    if (_ended) _source.Cancel();
                }

                return _source.Token;
            }
        }
    }

    /// <summary>The value of a type; null when there is none.</summary>
    /// <typeparam name="T">The type it was added under.</typeparam>
    public T? Get<T>()
        where T : class
    {
        lock (_gate) return _values is not null && _values.TryGetValue(typeof(T), out var value) ? (T)value : null;
    }

    /// <summary>Adds or replaces the value of a type.</summary>
    /// <typeparam name="T">The type to find it by.</typeparam>
    /// <param name="value">The value.</param>
    public void Set<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate) (_values ??= [])[typeof(T)] = value;
    }

    /// <summary>Cancels the token, if anybody asked for it, and whoever asks later gets a cancelled one.</summary>
    internal void End()
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            _ended = true;
            source = _source;
        }

        source?.Cancel();
    }
}
