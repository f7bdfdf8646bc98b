namespace RouteGen;

/// <summary>
/// Counter of refused requests. Set only by code that records metrics, so that trimmed programs without metrics do not contain that code.
/// </summary>
internal static class RefusalCounter
{
    /// <summary>Function that is called for each refused request, by any thread. Null if there are no metrics.</summary>
    internal static volatile Action<RejectReason>? Count;
}
