using System.Text;

namespace RouteGen;

public sealed partial class Request
{
    /// <summary>The cookies that the request carries, in order; those that cannot be read are left out. Read anew by each call. Go's name: <c>Request.Cookies</c>.</summary>
    public IReadOnlyList<Cookie> Cookies() => CookieReader.ReadCookies(Header, only: null);

    /// <summary>The first cookie of a name; null: there is none. Go's name: <c>Request.Cookie</c>.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    public Cookie? Cookie(string name) => CookiesNamed(name) is [var first, ..] ? first : null;

    /// <summary>Every cookie of a name, in order. Go's name: <c>Request.CookiesNamed</c>.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    public IReadOnlyList<Cookie> CookiesNamed(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CookieReader.ReadCookies(Header, name);
    }

    /// <summary>
    /// Adds a cookie's name and value to the request, to the one <c>Cookie</c> field (RFC 6265 section 5.4). Its attributes are not sent.
    /// Line ends in the name become hyphens, and what a value cannot have is left out. Go's name: <c>Request.AddCookie</c>.
    /// </summary>
    /// <param name="cookie">The cookie.</param>
    public void AddCookie(Cookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        var text = BeginCookieField();
        RouteGen.Cookie.AppendPair(text, cookie.Name.Replace('\n', '-').Replace('\r', '-'), cookie.Value, cookie.Quoted);
        Header.Set("Cookie", text.ToString());
    }

    /// <summary>Adds what a jar kept, as it was received (RFC 6265 section 5.4); cookies of other makers as <see cref="AddCookie"/> does.</summary>
    internal void AddReceivedCookies(IReadOnlyList<Cookie> cookies)
    {
        if (cookies.Count == 0) return;
        var text = BeginCookieField();
        var isFirst = true;
        foreach (var cookie in cookies)
        {
            if (!isFirst) text.Append("; ");
            isFirst = false;
            var isSendable = ReceivedCookie.IsSendable(cookie.Name) && ReceivedCookie.IsSendable(cookie.Value) && !cookie.Name.Contains(';') && !cookie.Value.Contains(';');
            if (!isSendable) RouteGen.Cookie.AppendPair(text, cookie.Name.Replace('\n', '-').Replace('\r', '-'), cookie.Value, cookie.Quoted);
            else if (cookie.Quoted) text.Append(cookie.Name).Append("=\"").Append(cookie.Value).Append('"');
            else text.Append(cookie.Name).Append('=').Append(cookie.Value);
        }

        Header.Set("Cookie", text.ToString());
    }

    private StringBuilder BeginCookieField()
    {
        var text = new StringBuilder(Header.Get("Cookie"));
        return text.Length > 0 ? text.Append("; ") : text;
    }
}
