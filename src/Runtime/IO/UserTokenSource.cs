namespace RouteGen.IO;

/// <summary>
/// The source of a token that user code gets: a round tripper, a body, a dial, a stream. The token is cancelled by a call, after a time, or
/// with another token.
/// </summary>
/// <remarks>
/// User code may register a callback with the token, and the callback may throw. <see cref="CancellationTokenSource.Cancel()"/> would
/// run it inside our code, and <see cref="CancellationTokenSource.CancelAfter(TimeSpan)"/> on a timer's thread, where an exception ends
/// the process. This source runs it on the thread pool; its exception reaches <see cref="TaskScheduler.UnobservedTaskException"/>.
/// </remarks>
internal sealed class UserTokenSource : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source;

    // Guarded by _gate.
    private Timer? _timer;
    private Task? _callbacks;
    private bool _isDisposed;

    /// <summary>A source of its own.</summary>
    internal UserTokenSource() => _source = new CancellationTokenSource();

    /// <summary>Variant of <see cref="UserTokenSource()"/>, cancelled with another token as well.</summary>
    internal UserTokenSource(CancellationToken cancellationToken) =>
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    internal CancellationToken Token => _source.Token;

    internal bool IsCancellationRequested => _source.IsCancellationRequested;

    /// <summary>Cancels the token, and returns at once: the callbacks run on the thread pool. Any thread; the first call counts.</summary>
    internal void Cancel()
    {
        lock (_gate)
        {
            if (!_isDisposed && !_source.IsCancellationRequested) _callbacks = _source.CancelAsync();
        }
    }

    /// <summary>
    /// Cancels the token after this time, at most 24 days; it replaces the time of an earlier call. An infinite time stops the timer.
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

    /// <summary>Stops the timer and forgets the other token. Callbacks that have been started are run first.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _timer?.Dispose();
        }

        // Disposing of a source drops the callbacks that have not run. The task's exception is left unobserved.
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
