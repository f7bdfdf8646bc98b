namespace RouteGen.Serving;

/// <summary>
/// Holds a peer to a least rate while we wait for it: it may keep us waiting for 5 s, and for as long as what it moved takes at that rate.
/// Time that passes for other reasons does not count, and fast transfers earn a minute at most.
/// </summary>
internal struct Pace
{
    /// <summary>The longest that one wait may ever last.</summary>
    internal const long AllowanceMsMax = 60_000;

    private const long GraceMs = 5_000;

    private long _earnedMs;
    private long _waitStart;

    internal void Moved(int bytes, int bytesPerSecondMin) =>
        _earnedMs = Math.Min(_earnedMs + bytes * 1000L / bytesPerSecondMin, AllowanceMsMax - GraceMs);

    /// <summary>A wait begins; the instant at which it must have ended.</summary>
    internal long BeginWait(long now)
    {
        _waitStart = now;
        return now + Math.Max(1, GraceMs + _earnedMs);
    }

    internal void EndWait(long now) => _earnedMs -= now - _waitStart;
}
