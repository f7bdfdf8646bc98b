namespace RouteGen.Serving;

/// <summary>The bounds of a connection of HTTP/2 (docs/HTTP.md lists them).</summary>
internal static class Http2Limits
{
    /// <summary>Largest number of streams that are open at a time, Go's <c>MaxConcurrentStreams</c>.</summary>
    internal const int StreamsMax = 250;

    /// <summary>Largest number of streams of a connection whose handlers hold a thread at a time. The others wait.</summary>
    internal const int ThreadsMax = 100;

    /// <summary>Largest payload of a frame that is received, the smallest value that the protocol allows.</summary>
    internal const int FrameBytesMax = 16 * 1024;

    /// <summary>Receive window of a stream.</summary>
    internal const int StreamWindowBytes = 64 * 1024;

    /// <summary>Receive window of a connection.</summary>
    internal const int ConnWindowBytes = 1024 * 1024;

    /// <summary>Largest number of bytes of control frames that wait for a peer which does not read.</summary>
    internal const int ControlBytesMax = 64 * 1024;

    /// <summary>Number of stream ids that were reset and whose late frames are ignored.</summary>
    internal const int ResetIdsKept = 256;
}
