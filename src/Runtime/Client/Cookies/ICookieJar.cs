namespace RouteGen;

/// <summary>Storage for the cookies of responses, which later requests send back. Go's name: <c>http.CookieJar</c>.</summary>
/// <remarks>Implementations may be called by several threads at once.</remarks>
public interface ICookieJar
{
    /// <summary>Stores the cookies of a response. Cookies that the URL's host may not set are ignored.</summary>
    /// <param name="url">The URL of the request.</param>
    /// <param name="cookies">The cookies, in the order of the response. The jar must not keep these objects.</param>
    void SetCookies(Url url, IReadOnlyList<Cookie> cookies);

    /// <summary>Returns the cookies for a request, in the order in which they are sent.</summary>
    /// <param name="url">The URL of the request.</param>
    IReadOnlyList<Cookie> Cookies(Url url);
}
