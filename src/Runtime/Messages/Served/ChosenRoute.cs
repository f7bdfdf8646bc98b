namespace RouteGen;

/// <summary>
/// A route whose reported pattern is not its entry's: the pattern of a mounted mux or a redirect, or a pattern that was set explicitly.
/// </summary>
/// <param name="pattern">The reported pattern.</param>
/// <param name="entry">The entry that matched. Null if there is none.</param>
internal sealed class ChosenRoute(string pattern, IRouteOrigin? entry) : IRouteOrigin
{
    public string Pattern { get; } = pattern;

    /// <summary>True if a mux made the response, so that the pattern may be the path of the request, which the client chose.</summary>
    internal bool IsOfMux { get; init; }

    public PathNames? Names => Entry?.Names;

    public string HandlerName => Entry?.HandlerName ?? "";

    public string Source => Entry?.Source ?? "";

    /// <summary>The entry that matched.</summary>
    internal IRouteOrigin? Entry { get; } = entry;
}
