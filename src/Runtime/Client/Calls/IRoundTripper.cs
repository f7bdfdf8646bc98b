namespace RouteGen;

/// <summary>
/// The ability to send one request and return its response, without interpreting either. Go's name: <c>http.RoundTripper</c>.
/// </summary>
/// <remarks>
/// Implementations may be called by any thread, for many requests at once. They must not change the request, but they read and dispose its
/// body, even if they fail. No status code is an error.
/// </remarks>
public interface IRoundTripper
{
    /// <summary>Sends a request and waits for the head of its response.</summary>
    /// <param name="request">The request, with an absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response. The token of <see cref="Request.Context"/> also ends
    /// reads of the body.</param>
    /// <returns>The response, which the caller disposes or reads to its end.</returns>
    ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default);
}
