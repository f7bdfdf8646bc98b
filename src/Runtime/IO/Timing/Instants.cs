namespace RouteGen.IO;

/// <summary>Conversions to milliseconds of <see cref="Environment.TickCount64"/>, in which deadlines of connections are kept.</summary>
internal static class Instants
{
    // Longest time that every timer of the framework accepts: 24 days.
    private const int TimerMsMax = int.MaxValue;

    /// <summary>
    /// Returns a time in milliseconds, rounded up, because zero would mean no limit.
    /// </summary>
    internal static long Milliseconds(TimeSpan time) =>
        (time.Ticks / TimeSpan.TicksPerMillisecond) + (time.Ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);

    /// <summary>Shortens a time that is too long for a timer. Negative times are returned unchanged.</summary>
    internal static TimeSpan ForTimer(TimeSpan time) => time.TotalMilliseconds > TimerMsMax ? TimeSpan.FromMilliseconds(TimerMsMax) : time;

    /// <summary>
    /// Converts milliseconds to a time, shortened if it is too long for a timer. A negative number counts as zero.
    /// </summary>
    internal static TimeSpan ForTimer(long ms) => TimeSpan.FromMilliseconds(Math.Clamp(ms, 0, TimerMsMax));

    /// <summary>Returns the tick count at a date, or zero for none. A date in the past becomes the current tick count.</summary>
    internal static long FromDate(DateTimeOffset? date)
    {
        if (date is not { } instant) return 0;
        var leftMs = (instant - DateTimeOffset.UtcNow).TotalMilliseconds;
        return Math.Max(1, Environment.TickCount64 + (long)Math.Max(0, Math.Ceiling(leftMs)));
    }
}
