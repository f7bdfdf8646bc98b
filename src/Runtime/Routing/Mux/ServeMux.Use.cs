// Middleware at run time. Each is made once, of a link to what is behind it; when another one is added behind, the link is turned to it. So
// the first that was added stays the outermost, and a request that is on its way goes on where it was.
namespace RouteGen;

public sealed partial class ServeMux
{
    // Guarded by _gate: the innermost link, which leads to the patterns.
    private Link? _innermost;

    // Written under _gate, read by whoever serves. Null: nothing stands in front.
    private volatile IHandler? _outermost;

    /// <summary>
    /// Puts a handler in front of this mux, around all it answers: redirects, 404 and 405 too. The first that was added is the outermost.
    /// At compile time and for single handlers there is <see cref="UseAttribute{T}"/>. Go has no such thing; there a function wraps the
    /// mux.
    /// </summary>
    /// <param name="middleware">Given what is behind it, makes the handler. Called once, before this method returns.</param>
    /// <remarks>
    /// May be called while the mux serves. What is in front sees a request before it is routed: its <see cref="Request.Pattern"/> is there
    /// when the handler behind has returned. <see cref="Handler"/> does not look at it.
    /// </remarks>
    /// <exception cref="ArgumentNullException">There is no function, or it made nothing.</exception>
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
