namespace RouteGen;

/// <summary>Counts the requests that parsers refuse. Set by whoever keeps metrics, so that a program without them does not carry them.</summary>
internal static class RefusalCounter
{
    /// <summary>Called for each refused request, by any thread. Null: nobody counts.</summary>
    internal static volatile Action<RejectReason>? Count;
}
