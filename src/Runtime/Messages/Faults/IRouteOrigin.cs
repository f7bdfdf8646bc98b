namespace RouteGen;

/// <summary>Where the handler of a request comes from, for logs.</summary>
internal interface IRouteOrigin
{
    /// <summary>The handler's display name.</summary>
    string HandlerName { get; }

    /// <summary>Where it was registered, as <c>file:line</c>. Empty when unknown.</summary>
    string Source { get; }
}
