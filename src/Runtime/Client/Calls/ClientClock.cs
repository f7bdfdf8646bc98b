namespace RouteGen;

/// <summary>The two clocks of the pool. Tests replace them.</summary>
internal class ClientClock
{
    internal static readonly ClientClock System = new();

    /// <summary>The clock of <see cref="IO.Conn.Deadline"/>, in milliseconds.</summary>
    internal virtual long Ticks => Environment.TickCount64;

    /// <summary>
    /// Wall time in milliseconds. Unlike <see cref="Ticks"/>, it advances while the machine is suspended, so a suspension counts as idle
    /// time.
    /// </summary>
    internal virtual long WallMs => DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
}
