namespace RouteGen.IO;

/// <summary>Instants of <see cref="Environment.TickCount64"/>, the unit of the deadlines of connections.</summary>
internal static class Instants
{
    // The most that every timer of the framework counts: 24 days.
    private const int TimerMsMax = int.MaxValue;

    /// <summary>
    /// Whole milliseconds of a time, rounded up: a time above zero never becomes zero, which means that there is no limit.
    /// </summary>
    internal static long Milliseconds(TimeSpan time) =>
        (time.Ticks / TimeSpan.TicksPerMillisecond) + (time.Ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);

    /// <summary>The time for a timer, which would refuse a longer one. Negative times stay as they are.</summary>
    internal static TimeSpan ForTimer(TimeSpan time) => time.TotalMilliseconds > TimerMsMax ? TimeSpan.FromMilliseconds(TimerMsMax) : time;

    /// <summary>Variant for milliseconds. Below zero counts as zero.</summary>
    internal static TimeSpan ForTimer(long ms) => TimeSpan.FromMilliseconds(Math.Clamp(ms, 0, TimerMsMax));

    /// <summary>Returns the instant of a date, or zero for none. A date in the past is the present, never zero.</summary>
    internal static long FromDate(DateTimeOffset? date)
    {
        if (date is not { } instant) return 0;
        var leftMs = (instant - DateTimeOffset.UtcNow).TotalMilliseconds;
        return Math.Max(1, Environment.TickCount64 + (long)Math.Max(0, Math.Ceiling(leftMs)));
    }
}
