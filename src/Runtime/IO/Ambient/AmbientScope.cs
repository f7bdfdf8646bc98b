namespace RouteGen.IO;

/// <summary>
/// Remembers the ambient state of the thread (see AmbientState.cs), and restores it when disposed. For user code that is called on a thread
/// that is not its own, such as a hook.
/// </summary>
internal readonly ref struct AmbientScope
{
    private readonly ExecutionContext? _context;
    private readonly SynchronizationContext? _synchronization;

    public AmbientScope()
    {
        _context = ExecutionContext.Capture();
        _synchronization = SynchronizationContext.Current;
    }

    public void Dispose()
    {
        // Null if the caller has suppressed the flow. Such state is restored when the handler returns.
        if (_context is not null && !ReferenceEquals(ExecutionContext.Capture(), _context)) ExecutionContext.Restore(_context);
        if (SynchronizationContext.Current != _synchronization) SynchronizationContext.SetSynchronizationContext(_synchronization);
    }
}
