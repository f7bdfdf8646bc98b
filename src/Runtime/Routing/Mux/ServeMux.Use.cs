// Middleware that is added at run time. Each middleware is created once, with a link to the next handler. When another middleware is added,
// the link of the previous one is changed. So the first middleware remains the outermost, and requests in progress are not affected.
namespace RouteGen;

public sealed partial class ServeMux
{
    // Guarded by _gate: the link of the innermost middleware, to the patterns.
    private Link? _innermost;

    // Written under _gate, read by serving threads. Null if there is no middleware.
    private volatile IHandler? _outermost;

    /// <summary>
    /// Adds middleware to this mux, for all requests, including those that get a redirect, a 404 or a 405. The first middleware that was
    /// added is the outermost. Use <see cref="UseAttribute{T}"/> for single handlers. There is no equivalent in Go, where a function wraps
    /// the mux.
    /// </summary>
    /// <param name="middleware">Creates a handler from the next handler. Called once, before this method returns.</param>
    /// <remarks>
    /// May be called while the mux serves requests. The middleware gets a request before it is routed, so <see cref="Request.Pattern"/> is
    /// set only when the next handler has returned. <see cref="Handler"/> ignores the middleware.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The function is null, or returned null.</exception>
    public void Use(Func<IHandler, IHandler> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        lock (_gate)
        {
            var link = new Link(new Patterns(this));
            var handler = middleware(link) ?? throw new ArgumentNullException(nameof(middleware), "The middleware returned no handler.");
            if (_innermost is null) _outermost = handler;
            else _innermost.Next = handler;
            _innermost = link;
        }
    }

    private sealed class Link(IHandler next) : IHandler
    {
        private volatile IHandler _next = next;

        internal IHandler Next
        {
            set => _next = value;
        }

        public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => _next.ServeHttpAsync(w, r);
    }

    private sealed class Patterns(ServeMux mux) : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => mux.RouteAndServe(w, r);
    }
}
