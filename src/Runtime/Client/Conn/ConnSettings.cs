using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Settings of the connections of one transport. Times are in milliseconds; one of zero or less is no limit.</summary>
internal abstract class ConnSettings
{
    internal required ConnPool Pool { get; init; }

    internal required ClientClock Clock { get; init; }

    /// <summary>Largest head of a response, in bytes.</summary>
    internal required int HeadBytesMax { get; init; }

    /// <summary>Longest time that a connection is idle.</summary>
    internal required long IdleMs { get; init; }

    /// <summary>Longest time from the dial of a connection to its last exchange.</summary>
    internal required long LifetimeMs { get; init; }

    /// <summary>Longest wait for the head of a response, from when its request is written.</summary>
    internal required long ResponseHeaderMs { get; init; }

    /// <summary>Longest wait for a 100 before the body is sent. Zero means none, a negative time no limit.</summary>
    internal required TimeSpan ExpectContinueTimeout { get; init; }

    /// <summary>Makes the decoder of a coding that was asked for. Null if it was not.</summary>
    internal abstract ContentDecoder? MakeDecoder(ContentCoding coding);

    /// <summary>Reports a response that was neither disposed nor read to its end.</summary>
    /// <param name="origin">Method and URL of its request. Null if they are unknown.</param>
    internal abstract void TellLeak(string? origin);
}
