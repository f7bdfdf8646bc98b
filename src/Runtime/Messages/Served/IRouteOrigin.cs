namespace RouteGen;

/// <summary>Route of a request's handler: its pattern, and the handler's name and source line for logs.</summary>
internal interface IRouteOrigin
{
    /// <summary>The pattern.</summary>
    string Pattern { get; }

    /// <summary>Wildcard names of the pattern. Null if it has none.</summary>
    PathNames? Names { get; }

    /// <summary>Display name of the handler.</summary>
    string HandlerName { get; }

    /// <summary>Source line of the registration, as <c>file:line</c>. Empty if unknown.</summary>
    string Source { get; }
}
