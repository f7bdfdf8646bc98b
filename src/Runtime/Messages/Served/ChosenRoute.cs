namespace RouteGen;

/// <summary>
/// Choice of a mux whose pattern is not that of the entry: the pattern of a mounted mux, of a redirect, or one that was set by hand.
/// </summary>
/// <param name="pattern">The pattern to report.</param>
/// <param name="entry">The entry that matched. Null if there is none.</param>
internal sealed class ChosenRoute(string pattern, IRouteOrigin? entry) : IRouteOrigin
{
    public string Pattern { get; } = pattern;

    public PathNames? Names => Entry?.Names;

    public string HandlerName => Entry?.HandlerName ?? "";

    public string Source => Entry?.Source ?? "";

    /// <summary>The entry that matched.</summary>
    internal IRouteOrigin? Entry { get; } = entry;
}
