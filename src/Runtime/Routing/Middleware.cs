using System.ComponentModel;

namespace RouteGen;

/// <summary>A middleware and what is behind it. Made by generated code; a program does not.</summary>
/// <typeparam name="TMiddleware">The middleware.</typeparam>
/// <typeparam name="TNext">What is behind it.</typeparam>
/// <param name="next">What is behind it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Middleware<TMiddleware, TNext>(TNext next) : IHandler
    where TMiddleware : IMiddleware
    where TNext : struct, IHandler
{
    /// <inheritdoc/>
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => TMiddleware.InvokeAsync(w, r, next);
}
