// Middleware at run time. Each is made once, with a link to the next handler; when another middleware is added after it, the link changes
// to that. So the first one that was added stays the outermost, and a request in progress continues where it was.
namespace RouteGen;

public sealed partial class ServeMux
{
    // Guarded by _gate: the innermost link, which leads to the patterns.
    private Link? _innermost;

    // Written under _gate, read by serving threads. Null if there is no middleware.
    private volatile IHandler? _outermost;

    /// <summary>
    /// Puts a middleware in front of this mux, for all its responses, including redirects, 404 and 405. The first one that was added is the
    /// outermost. At compile time and for single handlers there is <see cref="UseAttribute{T}"/>. Go has no such thing; there a function
    /// wraps the mux.
    /// </summary>
    /// <param name="middleware">Makes the handler from the next one. Called once, before this method returns.</param>
    /// <remarks>
    /// May be called while the mux serves. The middleware gets a request before it is routed: its <see cref="Request.Pattern"/> is set when
    /// the next handler has returned. <see cref="Handler"/> ignores the middleware.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The function is null, or it returned null.</exception>
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
