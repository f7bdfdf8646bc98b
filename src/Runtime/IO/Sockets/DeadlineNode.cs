namespace RouteGen.IO;

/// <summary>A connection's place in the wheel of its <see cref="DeadlineClock"/>.</summary>
internal sealed class DeadlineNode(SocketConn conn) : WheelNode
{
    private long _watchedUntil = long.MaxValue;

    internal SocketConn Conn { get; } = conn;

    /// <summary>
    /// The instant at which the clock will look at the connection; <see cref="long.MaxValue"/>: it will not. Written under the clock's
    /// lock.
    /// </summary>
    internal long WatchedUntil
    {
        get => Volatile.Read(ref _watchedUntil);
        set => Volatile.Write(ref _watchedUntil, value);
    }
}
