namespace RouteGen;

public static partial class Http
{
    /// <summary>The client that the functions of this class use. Thread-safe.</summary>
    public static Client DefaultClient => DefaultClientHolder.Instance;

    /// <summary>Sends a request with <see cref="DefaultClient"/>, like <see cref="Client.DoAsync"/>.</summary>
    /// <param name="request">The request, with an absolute URL. Its body is read and disposed, even if the call fails.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static ValueTask<Response> DoAsync(Request request, CancellationToken cancellationToken = default) =>
        DefaultClient.DoAsync(request, cancellationToken);

    /// <summary>Sends a GET request with <see cref="DefaultClient"/>, like <see cref="Client.GetAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static ValueTask<Response> GetAsync(string url, CancellationToken cancellationToken = default) =>
        DefaultClient.GetAsync(url, cancellationToken);

    /// <summary>Sends a HEAD request with <see cref="DefaultClient"/>, like <see cref="Client.HeadAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static ValueTask<Response> HeadAsync(string url, CancellationToken cancellationToken = default) =>
        DefaultClient.HeadAsync(url, cancellationToken);

    /// <summary>Sends a POST request with <see cref="DefaultClient"/>, like <see cref="Client.PostAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="contentType">The body's media type, or empty to send none.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static ValueTask<Response> PostAsync(
        string url, string contentType, Body? body, CancellationToken cancellationToken = default) =>
        DefaultClient.PostAsync(url, contentType, body, cancellationToken);

    /// <summary>Sends a form in a POST request with <see cref="DefaultClient"/>, like <see cref="Client.PostFormAsync"/>.</summary>
    /// <param name="url">An absolute URL.</param>
    /// <param name="form">Names and values, in the order in which they are sent.</param>
    /// <param name="cancellationToken">Cancels the wait for the head of the response.</param>
    public static ValueTask<Response> PostFormAsync(
        string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken = default) =>
        DefaultClient.PostFormAsync(url, form, cancellationToken);
}
