using System.Threading.Tasks.Sources;

namespace RouteGen.Serving;

/// <summary>
/// A stream's wait for data, or for space to send. All members but the results are guarded by the lock of the connection.
/// </summary>
internal sealed class StreamWait : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private ManualResetEventSlim? _event;
    private bool _blocks;

    /// <summary>True while a wait is in progress that blocks no thread.</summary>
    internal bool IsArmed { get; private set; }

    /// <summary>Begins a wait that blocks no thread.</summary>
    internal ValueTask Arm()
    {
        if (IsArmed || _blocks) Throw.WaitGoesOn();
        _core.Reset();
        IsArmed = true;
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Begins a wait that blocks the thread.</summary>
    internal ManualResetEventSlim Block()
    {
        if (IsArmed || _blocks) Throw.WaitGoesOn();
        _blocks = true;
        _event ??= new ManualResetEventSlim();
        _event.Reset();
        return _event;
    }

    /// <summary>Ends a wait that blocks the thread. Called by that thread.</summary>
    internal void Unblock() => _blocks = false;

    /// <summary>
    /// Ends the wait in progress, if any. Returns true if the caller must see to it that <see cref="Complete"/> is called.
    /// </summary>
    internal bool Wake()
    {
        if (_blocks) _event!.Set();
        var isArmed = IsArmed;
        IsArmed = false;
        return isArmed;
    }

    /// <summary>Runs the continuation of a wait that <see cref="Wake"/> has ended. Called without the lock.</summary>
    internal void Complete() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
