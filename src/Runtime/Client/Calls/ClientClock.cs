namespace RouteGen;

/// <summary>The two clocks of the pool. Tests put their own in place.</summary>
internal class ClientClock
{
    internal static readonly ClientClock System = new();

    /// <summary>The clock of <see cref="IO.Conn.Deadline"/>, in milliseconds.</summary>
    internal virtual long Ticks => Environment.TickCount64;

    /// <summary>
    /// Wall time in milliseconds: unlike the other clock it runs while the machine is suspended, so that no connection seems young after
    /// that.
    /// </summary>
    internal virtual long WallMs => DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
}
