namespace RouteGen.Serving;

/// <summary>
/// Minimum rate for a peer. The server waits for a peer for 5 s plus the time that the transferred bytes take at that rate, but never
/// longer than a minute at a time. Only time spent waiting for the peer counts.
/// </summary>
internal struct Pace
{
    /// <summary>Longest duration of one wait, in milliseconds.</summary>
    internal const long AllowanceMsMax = 60_000;

    private const long GraceMs = 5_000;

    private long _earnedMs;
    private long _waitStart;

    internal void Moved(int bytes, int bytesPerSecondMin) =>
        _earnedMs = Math.Min(_earnedMs + bytes * 1000L / bytesPerSecondMin, AllowanceMsMax - GraceMs);

    /// <summary>Begins a wait. Returns the instant at which it times out.</summary>
    internal long BeginWait(long now)
    {
        _waitStart = now;
        return now + Math.Max(1, GraceMs + _earnedMs);
    }

    internal void EndWait(long now) => _earnedMs -= now - _waitStart;
}
