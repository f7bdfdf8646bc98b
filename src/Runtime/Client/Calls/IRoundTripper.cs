namespace RouteGen;

/// <summary>Sends one request and returns its response, without interpreting either. Go's name: <c>http.RoundTripper</c>.</summary>
/// <remarks>
/// Implementations may be called by any thread, for many requests at once. They do not change the request, except that they read and
/// dispose its body, also when they fail; a status is never a failure.
/// </remarks>
public interface IRoundTripper
{
    /// <summary>Sends a request and waits for the head of its response.</summary>
    /// <param name="request">The request, with an absolute URL.</param>
    /// <param name="cancellationToken">Ends the wait for the head. The body is bounded by the token of
    /// <see cref="Request.Context"/>.</param>
    /// <returns>The response, which the caller disposes or reads to its end.</returns>
    ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default);
}
