// Synchronous calls. The thread of a handler also drives connections, so it passes them to another thread before it waits. Otherwise the
// response could not arrive, and other requests would not be served.
using RouteGen.Primitives;

namespace RouteGen;

public sealed partial class Client
{
    /// <summary>
    /// Sends a request and blocks the thread until the head of the response arrives. In a handler this is safe; elsewhere it occupies the
    /// calling thread, usually one of the thread pool. Go's name: <c>Client.Do</c>.
    /// </summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, even if the call fails.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    /// <returns>The response, which the caller disposes or reads to its end. Its body can be read synchronously, too.</returns>
    public Response Do(Request request, CancellationToken cancellationToken = default) =>
        ThreadWait.For(DoAsync(request, cancellationToken));

    /// <summary>Synchronous form of <see cref="GetAsync"/>, which blocks the thread like <see cref="Do"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public Response Get(string url, CancellationToken cancellationToken = default) => ThreadWait.For(GetAsync(url, cancellationToken));

    /// <summary>Synchronous form of <see cref="HeadAsync"/>, which blocks the thread like <see cref="Do"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public Response Head(string url, CancellationToken cancellationToken = default) => ThreadWait.For(HeadAsync(url, cancellationToken));

    /// <summary>Synchronous form of <see cref="PostAsync"/>, which blocks the thread like <see cref="Do"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type, or empty to send none.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public Response Post(string url, string contentType, Body? body, CancellationToken cancellationToken = default) =>
        ThreadWait.For(PostAsync(url, contentType, body, cancellationToken));

    /// <summary>Synchronous form of <see cref="PostFormAsync"/>, which blocks the thread like <see cref="Do"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="form">Names and values, in this order.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public Response PostForm(string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken = default) =>
        ThreadWait.For(PostFormAsync(url, form, cancellationToken));
}
