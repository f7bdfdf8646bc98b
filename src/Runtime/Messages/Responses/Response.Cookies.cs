namespace RouteGen;

public sealed partial class Response
{
    /// <summary>The cookies that the response sets, in order; those that cannot be read are left out. Read anew by each call. Go's name: <c>Response.Cookies</c>.</summary>
    public IReadOnlyList<Cookie> Cookies() => CookieReader.ReadSetCookies(Header);
}
