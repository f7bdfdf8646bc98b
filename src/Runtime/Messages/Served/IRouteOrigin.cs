namespace RouteGen;

/// <summary>Origin of a request's handler: its pattern, and its name and source line for logs.</summary>
internal interface IRouteOrigin
{
    /// <summary>The pattern.</summary>
    string Pattern { get; }

    /// <summary>Names that the pattern captures. Null if it captures nothing.</summary>
    PathNames? Names { get; }

    /// <summary>Display name of the handler.</summary>
    string HandlerName { get; }

    /// <summary>Source line of its registration, as <c>file:line</c>. Empty if unknown.</summary>
    string Source { get; }
}
