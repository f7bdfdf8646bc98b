using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Settings for the connections of one transport. Zero or negative numbers of milliseconds mean no limit.</summary>
internal abstract class ConnSettings
{
    internal required ConnPool Pool { get; init; }

    internal required ClientClock Clock { get; init; }

    /// <summary>Largest head of a response, in bytes.</summary>
    internal required int HeadBytesMax { get; init; }

    /// <summary>Longest idle time of a connection.</summary>
    internal required long IdleMs { get; init; }

    /// <summary>Longest time from the dial of a connection to the start of its last exchange.</summary>
    internal required long LifetimeMs { get; init; }

    /// <summary>Longest wait for the head of a response, counted from when the request is written.</summary>
    internal required long ResponseHeaderMs { get; init; }

    /// <summary>
    /// Longest wait for a 100 before the body is sent. Zero means that the body is sent at once. A negative time means no limit.
    /// </summary>
    internal required TimeSpan ExpectContinueTimeout { get; init; }

    /// <summary>Creates the decoder of a coding, or returns null if the coding was not requested.</summary>
    internal abstract ContentDecoder? MakeDecoder(ContentCoding coding);

    /// <summary>Reports a response that was neither disposed nor read to its end.</summary>
    /// <param name="origin">Method and URL of the request. Null if they are unknown.</param>
    internal abstract void TellLeak(string? origin);

    /// <summary>Reports that user code threw from a Dispose that no call waits for.</summary>
    /// <param name="what">The object, as the beginning of a sentence.</param>
    /// <param name="failure">The exception.</param>
    internal abstract void TellDisposeFailure(string what, Exception failure);

    /// <summary>
    /// Disposes the body of a request that has failed, or that has its response already. An exception of Dispose is only reported, because
    /// it must not replace the failure or the response of the call.
    /// </summary>
    /// <param name="body">The body.</param>
    internal async Task DisposeUnsentAsync(Body body)
    {
        await ThreadPoolHop.Switch();
        try
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TellDisposeFailure("The body of a request that was not sent completely", e);
        }
    }
}
