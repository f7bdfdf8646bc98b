namespace RouteGen.Serving;

/// <summary>Limit of the waits for the peer in one direction: a minimum rate, and optionally an instant.</summary>
internal struct WaitLimit
{
    /// <summary>Value of <see cref="WaitEnd"/> if there is no wait, or the wait has no limit.</summary>
    internal const long Never = long.MaxValue;

    private Pace _pace;
    private long _until;
    private bool _isHandlers;

    /// <summary>Creates a limit without an instant, and no wait in progress.</summary>
    public WaitLimit() => WaitEnd = Never;

    /// <summary>Instant at which the wait in progress times out.</summary>
    internal long WaitEnd { get; private set; }

    /// <summary>True while a wait is in progress.</summary>
    internal bool IsWaiting { get; private set; }

    /// <summary>True if an instant is set.</summary>
    internal readonly bool HasInstant => _until != 0;

    /// <summary>Returns true if the instant has passed.</summary>
    internal readonly bool IsOver(long now) => _until != 0 && now >= _until;

    /// <summary>Sets the instant. Zero means none.</summary>
    /// <param name="until">The instant, in milliseconds of <see cref="Environment.TickCount64"/>.</param>
    /// <param name="isHandlers">True if the handler set the instant, which then replaces the minimum rate.</param>
    internal void Set(long until, bool isHandlers)
    {
        _until = until;
        _isHandlers = isHandlers;
        if (IsWaiting && isHandlers) WaitEnd = until == 0 ? Never : until;
    }

    internal void Moved(int bytes, int bytesPerSecondMin) => _pace.Moved(bytes, bytesPerSecondMin);

    internal void BeginWait(long now)
    {
        var paceEnd = _pace.BeginWait(now);
        var until = _until == 0 ? Never : _until;
        WaitEnd = _isHandlers ? until : Math.Min(paceEnd, until);
        IsWaiting = true;
    }

    /// <summary>Lifts the limit of the wait in progress, which has timed out.</summary>
    internal void StopWait() => WaitEnd = Never;

    internal void EndWait(long now)
    {
        _pace.EndWait(now);
        WaitEnd = Never;
        IsWaiting = false;
    }
}
