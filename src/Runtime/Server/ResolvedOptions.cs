using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// The limits of a server, in which defaults (<c>Server.Defaults.cs</c>) have replaced zero and null. Times are in milliseconds.
/// </summary>
internal sealed class ResolvedOptions
{
    /// <summary>Value that means no limit: thirty years.</summary>
    internal const long Forever = 30L * 365 * 24 * 3600 * 1000;

    internal ResolvedOptions(Server server)
    {
        HeadBytesMax = server.MaxHeaderBytes == 0 ? Server.DefaultMaxHeaderBytes : server.MaxHeaderBytes;
        LineBytesMax = server.MaxRequestLineBytes == 0 ? Server.DefaultMaxRequestLineBytes : server.MaxRequestLineBytes;
        FieldCountMax = server.MaxHeaderCount == 0 ? Server.DefaultMaxHeaderCount : server.MaxHeaderCount;
        RateMin = server.MinBodyRate == 0 ? Server.DefaultMinBodyRate : server.MinBodyRate;
        ReadMs = IsNone(server.ReadTimeout) ? 0 : Milliseconds(server.ReadTimeout!.Value);
        WriteMs = IsNone(server.WriteTimeout) ? 0 : Milliseconds(server.WriteTimeout!.Value);
        HeadMs = Resolve(server.ReadHeaderTimeout, Server.DefaultReadHeaderTimeout);
        if (ReadMs != 0) HeadMs = Math.Min(HeadMs, ReadMs);
        IdleMs = Resolve(server.IdleTimeout, Server.DefaultIdleTimeout);
        StopIdleMs = Math.Max(1, Instants.Milliseconds(server.ShutdownIdleGrace));
    }

    internal int HeadBytesMax { get; }

    internal int LineBytesMax { get; }

    internal int FieldCountMax { get; }

    /// <summary>Minimum rate of a body, in bytes per second.</summary>
    internal int RateMin { get; }

    /// <summary>Time limit from the accept or the first byte of a head to its last byte.</summary>
    internal long HeadMs { get; }

    /// <summary>Time limit from the first byte of a head to the end of the request's body. Zero means no limit.</summary>
    internal long ReadMs { get; }

    /// <summary>Time limit from the end of the head to the end of the response. Zero means no limit.</summary>
    internal long WriteMs { get; }

    /// <summary>True if limits must be set for each request.</summary>
    internal bool HasRequestLimits => (ReadMs | WriteMs) != 0;

    /// <summary>Time limit from a response to the first byte of the next request.</summary>
    internal long IdleMs { get; }

    /// <summary>Time for which a connection that has served waits for another request when the server shuts down.</summary>
    internal long StopIdleMs { get; }

    /// <summary>Time after the accept at which a connection that has received no data is closed when the server shuts down.</summary>
    internal long StopNewMs => Math.Min(5_000, HeadMs);

    // Null means the default. As in Go, zero means ReadTimeout if that is set, and the default otherwise.
    private long Resolve(TimeSpan? option, TimeSpan fallback)
    {
        if (option is not { } value) return Milliseconds(fallback);
        if (value == TimeSpan.Zero) return ReadMs != 0 ? ReadMs : Milliseconds(fallback);
        return Milliseconds(value);
    }

    private static bool IsNone(TimeSpan? option) => option is not { } value || value <= TimeSpan.Zero;

    // As in Go, a negative value means no limit.
    private static long Milliseconds(TimeSpan value) =>
        value < TimeSpan.Zero ? Forever : Math.Clamp(Instants.Milliseconds(value), 1, Forever);
}
