namespace RouteGen;

/// <summary>
/// Middleware that <see cref="UseAttribute{T}"/> adds to handlers. It responds itself or passes the request to <c>next</c>, and may run
/// code before and after that.
/// </summary>
public interface IMiddleware
{
    /// <summary>Serves a request.</summary>
    /// <typeparam name="TNext">The rest of the chain. A struct, so that the call to it is direct.</typeparam>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request, with its <see cref="Request.Pattern"/>.</param>
    /// <param name="next">The next middleware, or the handler.</param>
    static abstract ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next)
        where TNext : struct, IHandler;
}
