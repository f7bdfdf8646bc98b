namespace RouteGen.Serving;

/// <summary>A server's options, resolved: no zero means anything any more. Times are in milliseconds.</summary>
internal sealed class ServerLimits
{
    /// <summary>Go's reader takes as much beyond <c>MaxHeaderBytes</c> before it refuses a head (BEHAVIOUR S5).</summary>
    private const int HeadBytesSlop = 4096;

    /// <summary>What "no limit" becomes: thirty years.</summary>
    private const long Forever = 30L * 365 * 24 * 3600 * 1000;

    internal ServerLimits(Server server)
    {
        HeadBytesMax = (server.MaxHeaderBytes == 0 ? Server.DefaultMaxHeaderBytes : server.MaxHeaderBytes) + HeadBytesSlop;
        FieldCountMax = server.MaxHeaderCount == 0 ? Server.DefaultMaxHeaderCount : server.MaxHeaderCount;
        HeadMs = Resolve(server.ReadHeaderTimeout, Server.DefaultReadHeaderTimeout);
        IdleMs = Resolve(server.IdleTimeout, Server.DefaultIdleTimeout);
        StopIdleMs = Math.Max(1, (long)server.ShutdownIdleGrace.TotalMilliseconds);
    }

    internal int HeadBytesMax { get; }

    internal int FieldCountMax { get; }

    /// <summary>From a head's first byte, or from the accept, to its last.</summary>
    internal long HeadMs { get; }

    /// <summary>From an answer to the next request's first byte.</summary>
    internal long IdleMs { get; }

    /// <summary>What a connection that has served gets for one more request when the server shuts down.</summary>
    internal long StopIdleMs { get; }

    /// <summary>How long after its accept a connection without a byte counts as idle when the server shuts down.</summary>
    internal long StopNewMs => Math.Min(5_000, HeadMs);

    private static long Resolve(TimeSpan? option, TimeSpan fallback)
    {
        var value = option is null || option == TimeSpan.Zero ? fallback : option.Value;
        return value == Timeout.InfiniteTimeSpan ? Forever : Math.Max(1, (long)value.TotalMilliseconds);
    }
}
