namespace RouteGen.Handling;

/// <summary>Time of the last change of content, as fields can state it.</summary>
internal static class ContentTime
{
    /// <summary>
    /// Returns the time in UTC and whole seconds; null for none, and for the beginning of either calendar, which means none.
    /// </summary>
    internal static DateTime? Of(DateTimeOffset? modified)
    {
        if (modified is not { } time || time == default || time == DateTimeOffset.UnixEpoch) return null;
        var utc = time.UtcDateTime;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>Sets <c>Last-Modified</c> if the time is known.</summary>
    internal static void Set(Header header, DateTime? modified)
    {
        if (modified is { } time) header.Set("Last-Modified", HttpDate.Format(time));
    }
}
