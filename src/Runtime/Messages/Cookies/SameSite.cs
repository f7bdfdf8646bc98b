namespace RouteGen;

/// <summary>
/// Values of the <c>SameSite</c> attribute: with which requests from other sites a browser sends a cookie. Go's name: <c>http.SameSite</c>.
/// </summary>
public enum SameSite
{
    /// <summary>The attribute is not there.</summary>
    Unset = 0,

    /// <summary>The attribute is there without a value that is known. It is not written.</summary>
    Default,

    /// <summary>Only with a navigation to the site.</summary>
    Lax,

    /// <summary>Never.</summary>
    Strict,

    /// <summary>Always; browsers ask for <c>Secure</c> beside it.</summary>
    None,
}
