namespace RouteGen.Handling;

/// <summary>Times of the last change of content, in the precision of header fields.</summary>
internal static class ContentTime
{
    /// <summary>
    /// Returns the time in UTC and whole seconds. Null for null, and for the default value and 1970-01-01, which mean unknown.
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
