namespace RouteGen;

/// <summary>
/// Values of the <c>SameSite</c> attribute: the requests from other sites with which a browser sends a cookie. Go's name:
/// <c>http.SameSite</c>.
/// </summary>
public enum SameSite
{
    /// <summary>There is no such attribute.</summary>
    Unset = 0,

    /// <summary>The attribute has no known value. It is not written.</summary>
    Default,

    /// <summary>Only with a navigation to the site.</summary>
    Lax,

    /// <summary>Never.</summary>
    Strict,

    /// <summary>Always; browsers require <c>Secure</c>, too.</summary>
    None,
}
