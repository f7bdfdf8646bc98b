namespace RouteGen;

/// <summary>Handler of requests. Go's name: <c>http.Handler</c>.</summary>
public interface IHandler
{
    /// <summary>Responds to one request. Called on the threads of reactors, concurrently for different connections.</summary>
    /// <remarks>
    /// <paramref name="w"/> and <paramref name="r"/> must not be used after the returned task has completed. An unexpected exception is
    /// logged. The client then gets a 500 or, if a head was sent before, an aborted connection.
    /// </remarks>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    ValueTask ServeHttpAsync(ResponseWriter w, Request r);
}

/// <summary>A handler whose response is complete when it returns. Go's name: <c>http.HandlerFunc</c>.</summary>
public delegate void HandlerFunc(ResponseWriter w, Request r);

/// <summary>A handler whose response is complete when its task completes.</summary>
public delegate Task AsyncHandlerFunc(ResponseWriter w, Request r);

/// <summary>A handler that returns <c>ValueTask</c>. Its response is complete when the task completes.</summary>
public delegate ValueTask ValueTaskHandlerFunc(ResponseWriter w, Request r);
