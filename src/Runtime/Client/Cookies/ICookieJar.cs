namespace RouteGen;

/// <summary>Keeps the cookies of responses for later requests. Go's name: <c>http.CookieJar</c>.</summary>
/// <remarks>Implementations may be called by any thread, by many at once.</remarks>
public interface ICookieJar
{
    /// <summary>Takes the cookies of a response. Those that the URL's host may not set are ignored.</summary>
    /// <param name="url">The URL of the request.</param>
    /// <param name="cookies">The cookies, in the order of the response. The jar does not keep the objects.</param>
    void SetCookies(Url url, IReadOnlyList<Cookie> cookies);

    /// <summary>The cookies that a request carries, in the order in which they are sent.</summary>
    /// <param name="url">The URL of the request.</param>
    IReadOnlyList<Cookie> Cookies(Url url);
}
