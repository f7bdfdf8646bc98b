namespace RouteGen.Routing;

/// <summary>Rules that the faster readers share.</summary>
internal static class MatchTables
{
    /// <summary>
    /// Chooses the more specific one of a wildcard entry and a prefix that both match a request. A prefix that reaches beyond the first
    /// wildcard is below the wildcard's pattern; else the pattern is below the prefix.
    /// </summary>
    internal static MuxEntry? Better(MuxEntry? wildcard, MuxEntry? prefix)
    {
        if (wildcard is null || prefix is null) return wildcard ?? prefix;
        return wildcard.HasTail && prefix.LiteralLength > wildcard.LiteralLength ? prefix : wildcard;
    }
}
