namespace RouteGen;

/// <summary>
/// Values of the <c>SameSite</c> attribute: the requests from other sites with which a browser sends a cookie. Go's name:
/// <c>http.SameSite</c>.
/// </summary>
public enum SameSite
{
    /// <summary>The cookie has no <c>SameSite</c> attribute.</summary>
    Unset = 0,

    /// <summary>The attribute has an unknown value. It is not written.</summary>
    Default,

    /// <summary>Sent only when the user navigates to the site.</summary>
    Lax,

    /// <summary>Never sent.</summary>
    Strict,

    /// <summary>Always sent. Browsers require <c>Secure</c>, too.</summary>
    None,
}
