using RouteGen.Handling;
using RouteGen.Routing;

namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Responds with an error and a line of plain text. A <c>Content-Length</c> that was set is removed. The handler should return
    /// afterwards. Go's name: <c>http.Error</c>.
    /// </summary>
    /// <param name="w">Writes the response. The status must not be committed yet.</param>
    /// <param name="error">The text, which the client gets. A line ending is added.</param>
    /// <param name="statusCode">The status, usually 400 to 599.</param>
    public static void Error(ResponseWriter w, string error, int statusCode)
    {
        ArgumentNullException.ThrowIfNull(w);
        ShortResponses.Error(w, error, statusCode);
    }

    /// <summary>Responds with 404 and the text <c>404 page not found</c>. Go's name: <c>http.NotFound</c>.</summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    public static void NotFound(ResponseWriter w, Request r)
    {
        ArgumentNullException.ThrowIfNull(w);
        ShortResponses.NotFound(w);
    }

    /// <summary>
    /// Returns a handler that responds to every request like <see cref="NotFound"/>. Go's name: <c>http.NotFoundHandler</c>.
    /// </summary>
    public static IHandler NotFoundHandler() => FixedResponses.NotFound;

    /// <summary>
    /// Redirects to a URL. A URL without scheme and host is resolved against the path of the request and cleaned. If the handler has set no
    /// <c>Content-Type</c>, the response to <c>GET</c> has a short HTML body with a link. Go's name: <c>http.Redirect</c>.
    /// </summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="url">The target. Do not pass unchecked text from a client, which could redirect to another host.</param>
    /// <param name="statusCode">The status, usually 301, 302, 303, 307 or 308.</param>
    public static void Redirect(ResponseWriter w, Request r, string url, int statusCode)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(url);
        Redirects.Redirect(w, r, url, statusCode);
    }

    /// <summary>
    /// Returns a handler that responds to every request like <see cref="Redirect"/>. Go's name: <c>http.RedirectHandler</c>.
    /// </summary>
    /// <param name="url">The target.</param>
    /// <param name="statusCode">The status.</param>
    public static IHandler RedirectHandler(string url, int statusCode)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new FixedRedirect(url, statusCode);
    }

    /// <summary>
    /// Returns a handler that removes a prefix from the path of the request for another handler, and responds with 404 to other paths. Go's
    /// name: <c>http.StripPrefix</c>.
    /// </summary>
    /// <param name="prefix">
    /// The decoded prefix. An encoded slash in the path does not match a slash of the prefix. If the prefix does not end in a slash, the
    /// handler usually gets paths that begin with a slash. Empty removes nothing.
    /// </param>
    /// <param name="handler">The handler of the remaining path.</param>
    public static IHandler StripPrefix(string prefix, IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(handler);
        return prefix.Length == 0 ? handler : new PrefixStripper(prefix, handler);
    }
}
