// The same calls for code that waits on its thread. In a handler that is the thread that drives connections: it lets another one do so
// before it waits, so that the answer it waits for can come, and other requests are served.
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Client
{
    /// <summary>As <see cref="DoAsync"/>, holding the thread. Safe in a handler; elsewhere a thread of the pool is held. Go's name: <c>Client.Do</c>.</summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, also when the call fails.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    /// <returns>The response, which the caller disposes or reads to its end; its body can be read without <c>await</c>, too.</returns>
    public Response Do(Request request, CancellationToken cancellationToken = default) => ThreadWait.For(DoAsync(request, cancellationToken));

    /// <summary>As <see cref="GetAsync"/>, holding the thread as <see cref="Do"/> does.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    public Response Get(string url, CancellationToken cancellationToken = default) => ThreadWait.For(GetAsync(url, cancellationToken));

    /// <summary>As <see cref="HeadAsync"/>, holding the thread as <see cref="Do"/> does.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    public Response Head(string url, CancellationToken cancellationToken = default) => ThreadWait.For(HeadAsync(url, cancellationToken));

    /// <summary>As <see cref="PostAsync"/>, holding the thread as <see cref="Do"/> does.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type; empty: none is sent.</param>
    /// <param name="body">The body; null: none.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    public Response Post(string url, string contentType, Body? body, CancellationToken cancellationToken = default) =>
        ThreadWait.For(PostAsync(url, contentType, body, cancellationToken));

    /// <summary>As <see cref="PostFormAsync"/>, holding the thread as <see cref="Do"/> does.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="form">Names and values, in this order.</param>
    /// <param name="cancellationToken">Ends the wait for the head.</param>
    public Response PostForm(string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken = default) =>
        ThreadWait.For(PostFormAsync(url, form, cancellationToken));
}
