namespace RouteGen.Routing;

/// <summary>The handler of an entry that belongs to a mounted mux, as the mux that it is mounted in sees it.</summary>
internal interface IMountedEntry
{
    /// <summary>
    /// Puts the middleware of the mounted mux in front of a redirect to this entry: a client that may not see the routes of that mux does
    /// not learn that this one exists.
    /// </summary>
    IHandler Redirecting(RedirectHandler to);
}
