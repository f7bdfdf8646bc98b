namespace RouteGen.Serving;

/// <summary>
/// The limits of a server, with defaults in place of zero and null (<c>Server.Resolve.cs</c>). Times are in milliseconds.
/// </summary>
internal sealed class ResolvedOptions
{
    /// <summary>Value that means no limit: thirty years.</summary>
    internal const long Forever = 30L * 365 * 24 * 3600 * 1000;

    internal required int HeadBytesMax { get; init; }

    internal required int LineBytesMax { get; init; }

    internal required int FieldCountMax { get; init; }

    /// <summary>Minimum rate of a body, in bytes per second.</summary>
    internal required int RateMin { get; init; }

    /// <summary>Time limit from the accept to the first byte, and from the first byte of a head to its last.</summary>
    internal required long HeadMs { get; init; }

    /// <summary>Time limit from the first byte of a head to the end of the request's body. Zero means no limit.</summary>
    internal required long ReadMs { get; init; }

    /// <summary>Time limit from the end of the head to the end of the response. Zero means no limit.</summary>
    internal required long WriteMs { get; init; }

    /// <summary>True if each request has a time limit.</summary>
    internal bool HasRequestLimits => (ReadMs | WriteMs) != 0;

    /// <summary>Time limit from a response to the first byte of the next request.</summary>
    internal required long IdleMs { get; init; }

    /// <summary>Time for which a connection that has served a request stays open for another one when the server shuts down.</summary>
    internal required long StopIdleMs { get; init; }

    /// <summary>Time after the accept at which a connection that has received no data is closed when the server shuts down.</summary>
    internal long StopNewMs => Math.Min(5_000, HeadMs);
}
