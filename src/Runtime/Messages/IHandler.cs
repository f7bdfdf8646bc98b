namespace RouteGen;

/// <summary>Responds to requests. Go's name: <c>http.Handler</c>.</summary>
public interface IHandler
{
    /// <summary>Responds to one request. Called on a reactor's thread, for many connections at once.</summary>
    /// <remarks>
    /// <paramref name="w"/> and <paramref name="r"/> belong to the call until the returned task completes, and are reused afterwards.
    /// An exception is logged; the peer gets 500 if nothing was sent, else a cut connection.
    /// </remarks>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    ValueTask ServeHttpAsync(ResponseWriter w, Request r);
}

/// <summary>A handler whose response is complete when it returns. Go's name: <c>http.HandlerFunc</c>.</summary>
public delegate void HandlerFunc(ResponseWriter w, Request r);

/// <summary>A handler whose response is complete when its task completes.</summary>
public delegate Task AsyncHandlerFunc(ResponseWriter w, Request r);

/// <summary>A handler whose response is complete when its task completes: a lambda or method that returns <c>ValueTask</c>.</summary>
public delegate ValueTask ValueTaskHandlerFunc(ResponseWriter w, Request r);
