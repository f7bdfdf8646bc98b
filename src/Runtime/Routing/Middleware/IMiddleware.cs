namespace RouteGen;

/// <summary>
/// Middleware: a class or struct that <see cref="UseAttribute{T}"/> puts in front of handlers. It responds itself, or passes the request on
/// to <c>next</c>, and may do work before and after that.
/// </summary>
public interface IMiddleware
{
    /// <summary>Serves a request.</summary>
    /// <typeparam name="TNext">The rest of the chain: a struct, so that native code calls it directly.</typeparam>
    /// <param name="w">Takes the response.</param>
    /// <param name="r">The request, with its <see cref="Request.Pattern"/>.</param>
    /// <param name="next">The next middleware, or the handler.</param>
    static abstract ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next)
        where TNext : struct, IHandler;
}
