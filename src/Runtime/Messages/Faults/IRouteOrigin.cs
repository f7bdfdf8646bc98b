namespace RouteGen;

/// <summary>Origin of the handler of a request, for logs.</summary>
internal interface IRouteOrigin
{
    /// <summary>Display name of the handler.</summary>
    string HandlerName { get; }

    /// <summary>Source line of its registration, as <c>file:line</c>. Empty if unknown.</summary>
    string Source { get; }
}
