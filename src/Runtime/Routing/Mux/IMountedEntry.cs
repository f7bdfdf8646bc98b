namespace RouteGen.Routing;

/// <summary>Handler of an entry of the outer table that belongs to a mounted mux.</summary>
internal interface IMountedEntry
{
    /// <summary>
    /// Adds the middleware of the mounted mux to a redirect to this entry, so that a client to which the middleware denies access cannot
    /// find out that the route exists.
    /// </summary>
    IHandler Redirecting(RedirectHandler to);
}
