// Replaces zero and null in the options by the default values (Server.Defaults.cs).
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    private ResolvedOptions Resolve()
    {
        var readMs = IsNone(ReadTimeout) ? 0 : Milliseconds(ReadTimeout!.Value);
        var headMs = Resolve(ReadHeaderTimeout, DefaultReadHeaderTimeout, readMs);
        return new ResolvedOptions
        {
            HeadBytesMax = MaxHeaderBytes == 0 ? DefaultMaxHeaderBytes : MaxHeaderBytes,
            LineBytesMax = MaxRequestLineBytes == 0 ? DefaultMaxRequestLineBytes : MaxRequestLineBytes,
            FieldCountMax = MaxHeaderCount == 0 ? DefaultMaxHeaderCount : MaxHeaderCount,
            RateMin = MinBodyRate == 0 ? DefaultMinBodyRate : MinBodyRate,
            ReadMs = readMs,
            WriteMs = IsNone(WriteTimeout) ? 0 : Milliseconds(WriteTimeout!.Value),
            HeadMs = readMs == 0 ? headMs : Math.Min(headMs, readMs),
            IdleMs = Resolve(IdleTimeout, DefaultIdleTimeout, readMs),
            StopIdleMs = Math.Max(1, Instants.Milliseconds(ShutdownIdleGrace)),
        };
    }

    // Null means the default. As in Go, zero means ReadTimeout if that is set, and the default otherwise.
    private static long Resolve(TimeSpan? option, TimeSpan fallback, long readMs)
    {
        if (option is not { } value) return Milliseconds(fallback);
        if (value == TimeSpan.Zero) return readMs != 0 ? readMs : Milliseconds(fallback);
        return Milliseconds(value);
    }

    private static bool IsNone(TimeSpan? option) => option is not { } value || value <= TimeSpan.Zero;

    // As in Go, a negative value means no limit.
    private static long Milliseconds(TimeSpan value) =>
        value < TimeSpan.Zero ? ResolvedOptions.Forever : Math.Clamp(Instants.Milliseconds(value), 1, ResolvedOptions.Forever);
}
