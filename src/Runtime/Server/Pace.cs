namespace RouteGen.Serving;

/// <summary>
/// Holds a peer to a least rate while we wait for it: it may keep us waiting for 5 s, and for as long as what it moved takes at
/// 240 bytes a second. Time that passes for other reasons does not count.
/// </summary>
internal struct Pace
{
    private const long GraceMs = 5_000;
    private const long BytesPerSecondMin = 240;

    private long _bytes;
    private long _waitedMs;
    private long _waitStart;

    internal void Moved(int bytes) => _bytes += bytes;

    /// <summary>A wait begins; the instant at which it must have ended.</summary>
    internal long BeginWait(long now)
    {
        _waitStart = now;
        return now + Math.Max(1, GraceMs + _bytes * 1000 / BytesPerSecondMin - _waitedMs);
    }

    internal void EndWait(long now) => _waitedMs += now - _waitStart;
}
