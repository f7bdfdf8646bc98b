using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// The limits of a server, with the defaults in place of zero and null (<c>Server.Defaults.cs</c>). Times are in milliseconds.
/// </summary>
internal sealed class ResolvedOptions
{
    /// <summary>Value for "no limit": thirty years.</summary>
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

    /// <summary>The least rate of a body, in bytes a second.</summary>
    internal int RateMin { get; }

    /// <summary>From a head's first byte, or from the accept, to its last.</summary>
    internal long HeadMs { get; }

    /// <summary>From a head's first byte to the end of the request's body. Zero means no limit.</summary>
    internal long ReadMs { get; }

    /// <summary>From the end of the head to the end of the response. Zero means no limit.</summary>
    internal long WriteMs { get; }

    /// <summary>True if there is anything to be set for each request.</summary>
    internal bool HasRequestLimits => (ReadMs | WriteMs) != 0;

    /// <summary>From a response to the next request's first byte.</summary>
    internal long IdleMs { get; }

    /// <summary>Time that a connection which has served has for one more request when the server shuts down.</summary>
    internal long StopIdleMs { get; }

    /// <summary>Time after its accept at which a connection without a byte counts as idle when the server shuts down.</summary>
    internal long StopNewMs => Math.Min(5_000, HeadMs);

    // Null means our default. Zero means ReadTimeout if there is one, as in Go, else our default.
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
