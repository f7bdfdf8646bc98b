namespace RouteGen.IO;

/// <summary>
/// The source of a token that user code gets, such as a round tripper, a body, a dial function or a stream. The token is cancelled by a
/// call, after a time, or with another token.
/// </summary>
/// <remarks>
/// User code may register a callback that throws. <see cref="CancellationTokenSource.Cancel()"/> would run it inside our code, and <see
/// cref="CancellationTokenSource.CancelAfter(TimeSpan)"/> on a timer's thread, where an exception ends the process. This class runs
/// callbacks on the thread pool, and <see cref="TaskScheduler.UnobservedTaskException"/> reports their exceptions.
/// </remarks>
internal sealed class UserTokenSource : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source;

    // Guarded by _gate.
    private Timer? _timer;
    private Task? _callbacks;
    private bool _isDisposed;

    /// <summary>Creates a source.</summary>
    internal UserTokenSource() => _source = new CancellationTokenSource();

    /// <summary>Creates a source that is also cancelled with another token.</summary>
    internal UserTokenSource(CancellationToken cancellationToken) =>
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    internal CancellationToken Token => _source.Token;

    internal bool IsCancellationRequested => _source.IsCancellationRequested;

    /// <summary>Cancels the token and returns at once. Callbacks run on the thread pool. Thread-safe; may be called repeatedly.</summary>
    internal void Cancel()
    {
        lock (_gate)
        {
            if (!_isDisposed && !_source.IsCancellationRequested) _callbacks = _source.CancelAsync();
        }
    }

    /// <summary>
    /// Cancels the token after a time of at most 24 days, which replaces the time of an earlier call. An infinite time stops the timer.
    /// </summary>
    internal void CancelAfter(TimeSpan time)
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _timer ??= new Timer(static source => ((UserTokenSource)source!).Cancel(), this, Timeout.Infinite, Timeout.Infinite);
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stops the timer and ends the link to the other token. Callbacks that have been started still run.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _timer?.Dispose();
        }

        // Disposing the source would drop callbacks that have not run, so it is delayed. Their exceptions are left unobserved.
        if (_callbacks is { IsCompleted: false } callbacks)
        {
            _ = callbacks.ContinueWith(
                static (_, source) => ((CancellationTokenSource)source!).Dispose(), _source, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        else
        {
            _source.Dispose();
        }
    }
}
