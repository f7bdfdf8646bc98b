using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    /// <summary>
    /// Returns the well-formed cookies of the request, in order. Each call parses the fields again. Go's name: <c>Request.Cookies</c>.
    /// </summary>
    public IReadOnlyList<Cookie> Cookies() => CookieReader.ReadCookies(Header, only: null);

    /// <summary>Returns the first cookie with a name, or null if there is none. Go's name: <c>Request.Cookie</c>.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    public Cookie? Cookie(string name) => CookiesNamed(name) is [var first, ..] ? first : null;

    /// <summary>Returns the cookies with a name, in order. Go's name: <c>Request.CookiesNamed</c>.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    public IReadOnlyList<Cookie> CookiesNamed(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CookieReader.ReadCookies(Header, name);
    }

    /// <summary>
    /// Adds a cookie's name and value, but not its attributes, to the <c>Cookie</c> field of the request (RFC 6265 section 5.4). Line
    /// endings in the name become hyphens; invalid characters of the value are omitted. Go's name: <c>Request.AddCookie</c>.
    /// </summary>
    /// <param name="cookie">The cookie.</param>
    public void AddCookie(Cookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        // The cookie is ASCII, so it can be appended to a field in any encoding.
        var text = BeginCookieField(out var isLatin1);
        RouteGen.Cookie.AppendPair(text, cookie.Name.Replace('\n', '-').Replace('\r', '-'), cookie.Value, cookie.Quoted);
        SetCookieField(text, isLatin1);
    }

    /// <summary>
    /// Adds cookies of a jar, with their values unchanged (RFC 6265 section 5.4). A cookie that cannot be sent unchanged loses its invalid
    /// characters, as in <see cref="AddCookie"/>.
    /// </summary>
    internal void AddReceivedCookies(IReadOnlyList<Cookie> cookies)
    {
        if (cookies.Count == 0) return;
        var text = BeginCookieField(out var isLatin1);
        if (!isLatin1 && HasLatin1(cookies))
        {
            isLatin1 = true;
            var begun = FieldText.ToLatin1(text.ToString(), isLatin1: false);
            text.Clear().Append(begun);
        }

        var isFirst = true;
        foreach (var cookie in cookies)
        {
            if (!isFirst) text.Append("; ");
            isFirst = false;
            var isSendable = ReceivedCookie.IsSendable(cookie.Name) && ReceivedCookie.IsSendable(cookie.Value) && !cookie.Name.Contains(';')
                && !cookie.Value.Contains(';');
            if (!isSendable)
                RouteGen.Cookie.AppendPair(text, cookie.Name.Replace('\n', '-').Replace('\r', '-'), cookie.Value, cookie.Quoted);
            else AppendReceived(text, cookie, isLatin1);
        }

        SetCookieField(text, isLatin1);
    }

    private static bool HasLatin1(IReadOnlyList<Cookie> cookies)
    {
        foreach (var cookie in cookies)
            if (cookie.IsLatin1) return true;
        return false;
    }

    // If any part of the field is not UTF-8, the whole field is represented as Latin-1, one character for each byte.
    private static void AppendReceived(StringBuilder text, Cookie cookie, bool isLatin1)
    {
        var (name, value) = isLatin1 ? (FieldText.ToLatin1(cookie.Name, cookie.IsLatin1), FieldText.ToLatin1(cookie.Value, cookie.IsLatin1))
            : (cookie.Name, cookie.Value);
        if (cookie.Quoted) text.Append(name).Append("=\"").Append(value).Append('"');
        else text.Append(name).Append('=').Append(value);
    }

    private StringBuilder BeginCookieField(out bool isLatin1)
    {
        Header.TryGetField("Cookie", out var field);
        isLatin1 = field.IsLatin1;
        var text = new StringBuilder(field.Value);
        return text.Length > 0 ? text.Append("; ") : text;
    }

    private void SetCookieField(StringBuilder text, bool isLatin1)
    {
        Header.Remove("Cookie");
        Header.Add(new Header.Field("Cookie", text.ToString(), isLatin1));
    }
}
