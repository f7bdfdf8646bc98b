namespace RouteGen;

/// <summary>
/// What stands in front of handlers: a class that <see cref="UseAttribute{T}"/> names. It answers itself, or hands the request to
/// <c>next</c>, before or after which it does its own.
/// </summary>
public interface IMiddleware
{
    /// <summary>Serves a request.</summary>
    /// <typeparam name="TNext">What is behind: a struct, so that native code calls it directly.</typeparam>
    /// <param name="w">Takes the answer.</param>
    /// <param name="r">The request, with its <see cref="Request.Pattern"/>.</param>
    /// <param name="next">The next middleware, or the handler.</param>
    static abstract ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next)
        where TNext : struct, IHandler;
}
