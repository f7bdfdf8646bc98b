namespace RouteGen;

/// <summary>What chose the handler of a request: its pattern, and for logs where it comes from.</summary>
internal interface IRouteOrigin
{
    /// <summary>The pattern.</summary>
    string Pattern { get; }

    /// <summary>What the pattern captures. Null if it captures nothing.</summary>
    PathNames? Names { get; }

    /// <summary>Display name of the handler.</summary>
    string HandlerName { get; }

    /// <summary>Source line of its registration, as <c>file:line</c>. Empty if unknown.</summary>
    string Source { get; }
}
