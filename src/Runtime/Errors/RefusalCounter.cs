namespace RouteGen;

/// <summary>
/// Counts the requests that parsers reject. Set only by code that records metrics, so that programs without metrics do not contain it.
/// </summary>
internal static class RefusalCounter
{
    /// <summary>Called for each rejected request, by any thread. Null if metrics are off.</summary>
    internal static volatile Action<RejectReason>? Count;
}
