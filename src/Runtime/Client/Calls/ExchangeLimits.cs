namespace RouteGen;

/// <summary>
/// The time limits of one call, as instants and spans in milliseconds of <see cref="Environment.TickCount64"/>. Zero means none.
/// </summary>
internal readonly struct ExchangeLimits(long deadline, bool coversBody, int silenceMs)
{
    /// <summary>Instant by which the head of the response must have arrived.</summary>
    internal readonly long Deadline = deadline;

    /// <summary>True if the body must be read by <see cref="Deadline"/> too (Go's <c>Client.Timeout</c>).</summary>
    internal readonly bool CoversBody = coversBody;

    /// <summary>The longest wait for more of the body.</summary>
    internal readonly int SilenceMs = silenceMs;
}
