namespace RouteGen;

public static partial class Http
{
    /// <summary>Sends a request with <see cref="DefaultClient"/> and blocks the thread, like <see cref="Client.Do"/>.</summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, even if the call fails.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static Response Do(Request request, CancellationToken cancellationToken = default) =>
        DefaultClient.Do(request, cancellationToken);

    /// <summary>
    /// Sends a GET request with <see cref="DefaultClient"/> and blocks the thread, like <see cref="Client.Get"/>. Go's name:
    /// <c>http.Get</c>.
    /// </summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static Response Get(string url, CancellationToken cancellationToken = default) => DefaultClient.Get(url, cancellationToken);

    /// <summary>
    /// Sends a HEAD request with <see cref="DefaultClient"/> and blocks the thread, like <see cref="Client.Head"/>. Go's name:
    /// <c>http.Head</c>.
    /// </summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static Response Head(string url, CancellationToken cancellationToken = default) => DefaultClient.Head(url, cancellationToken);

    /// <summary>
    /// Sends a POST request with <see cref="DefaultClient"/> and blocks the thread, like <see cref="Client.Post"/>. Go's name:
    /// <c>http.Post</c>.
    /// </summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type, or empty to send none.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static Response Post(string url, string contentType, Body? body, CancellationToken cancellationToken = default) =>
        DefaultClient.Post(url, contentType, body, cancellationToken);

    /// <summary>
    /// Sends a form with <see cref="DefaultClient"/> and blocks the thread, like <see cref="Client.PostForm"/>. Go's name:
    /// <c>http.PostForm</c>.
    /// </summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="form">Names and values, in the order in which they are sent.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static Response PostForm(
        string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken = default) =>
        DefaultClient.PostForm(url, form, cancellationToken);
}
