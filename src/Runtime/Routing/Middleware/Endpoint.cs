using System.ComponentModel;

namespace RouteGen;

/// <summary>The handler at the end of a chain of middleware. For generated code only.</summary>
/// <param name="handler">The handler.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Endpoint(IHandler handler) : IMiddlewareChain
{
    /// <inheritdoc/>
    public IHandler End => handler;

    /// <inheritdoc/>
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => handler.ServeHttpAsync(w, r);
}
