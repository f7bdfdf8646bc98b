namespace RouteGen.Routing;

/// <summary>Rules that the match tables share.</summary>
internal static class MatchTables
{
    /// <summary>
    /// Returns the more specific of a wildcard entry and a prefix that match the same request. If the wildcard entry has a tail, the prefix
    /// is more specific if it is longer than the text before the first wildcard. Otherwise the wildcard entry is.
    /// </summary>
    internal static MuxEntry? Better(MuxEntry? wildcard, MuxEntry? prefix)
    {
        if (wildcard is null || prefix is null) return wildcard ?? prefix;
        return wildcard.HasTail && prefix.LiteralLength > wildcard.LiteralLength ? prefix : wildcard;
    }
}
