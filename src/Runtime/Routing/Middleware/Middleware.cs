using System.ComponentModel;

namespace RouteGen;

/// <summary>A middleware and the rest of its chain. For generated code only.</summary>
/// <typeparam name="TMiddleware">The middleware.</typeparam>
/// <typeparam name="TNext">The rest of the chain.</typeparam>
/// <param name="next">The rest of the chain.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Middleware<TMiddleware, TNext>(TNext next) : IMiddlewareChain
    where TMiddleware : IMiddleware
    where TNext : struct, IHandler
{
    /// <inheritdoc/>
    public IHandler End => IMiddlewareChain.EndOf(next);

    /// <inheritdoc/>
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => TMiddleware.InvokeAsync(w, r, next);
}
