namespace RouteGen;

/// <summary>Instants of <see cref="Environment.TickCount64"/>, which is what deadlines of connections are told in.</summary>
internal static class Instants
{
    /// <summary>The instant of a date; zero: none. One that has passed is the present, never zero.</summary>
    internal static long FromDate(DateTimeOffset? date)
    {
        if (date is not { } instant) return 0;
        var leftMs = (instant - DateTimeOffset.UtcNow).TotalMilliseconds;
        return Math.Max(1, Environment.TickCount64 + (long)Math.Max(0, Math.Ceiling(leftMs)));
    }
}
