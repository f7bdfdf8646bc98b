namespace RouteGen;

/// <summary>
/// The time limits of one call, in milliseconds. Instants are values of <see cref="Environment.TickCount64"/>. Zero means no limit.
/// </summary>
internal readonly struct ExchangeLimits(long deadline, bool coversBody, int silenceMs)
{
    /// <summary>Instant by which the head of the response must arrive.</summary>
    internal readonly long Deadline = deadline;

    /// <summary>True if <see cref="Deadline"/> also applies to the body, as Go's <c>Client.Timeout</c> does.</summary>
    internal readonly bool CoversBody = coversBody;

    /// <summary>Longest wait for more of the body.</summary>
    internal readonly int SilenceMs = silenceMs;
}
