namespace RouteGen.IO;

/// <summary>Node of a connection in the timing wheel of its <see cref="DeadlineClock"/>.</summary>
internal sealed class DeadlineNode(SocketConn conn) : WheelNode
{
    private long _watchedUntil = long.MaxValue;

    internal SocketConn Conn { get; } = conn;

    /// <summary>
    /// The instant at which the clock checks the connection. <see cref="long.MaxValue"/> if it is not watched. Written under the clock's
    /// lock.
    /// </summary>
    internal long WatchedUntil
    {
        get => Volatile.Read(ref _watchedUntil);
        set => Volatile.Write(ref _watchedUntil, value);
    }
}
