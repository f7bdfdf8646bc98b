// A Set-Cookie line as user agents read it (RFC 6265 section 5.2), for a jar: values are stored and sent back unchanged, where CookieReader
// would leave it out. Only a control character spoils a line, since no field could carry it back.
using System.Globalization;
using RouteGen.Protocol;

namespace RouteGen;

internal static class ReceivedCookie
{
    // Longest attribute that is not ignored (RFC 6265bis section 5.6).
    private const int AttributeCharsMax = 1024;

    /// <summary>The cookies of every <c>Set-Cookie</c> field, for a jar.</summary>
    internal static List<Cookie> ReadAll(Header header)
    {
        var cookies = new List<Cookie>();
        header.Materialise();
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Value is not { } line || !field.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)) continue;
            if (Read(line) is not { } cookie) continue;
            cookie.IsLatin1 = field.IsLatin1;
            cookies.Add(cookie);
        }

        return cookies;
    }

    /// <summary>Returns the cookie of a line, or null if the line must be ignored.</summary>
    internal static Cookie? Read(string line)
    {
        if (!IsSendable(line)) return null;
        Cookie? cookie = null;
        foreach (var range in line.AsSpan().Split(';'))
        {
            var part = line.AsSpan(range);
            var hasSign = CookieReader.SplitPair(part, out var name, out var value);
            name = CookieSyntax.Trim(name);
            value = CookieSyntax.Trim(value);
            if (cookie is not null)
            {
                if (value.Length <= AttributeCharsMax) ReadAttribute(cookie, name, value);
                continue;
            }

            if (!hasSign || name.IsEmpty) return null;
            var isQuoted = value is ['"', .., '"'];
            cookie = new Cookie(name.ToString(), (isQuoted ? value[1..^1] : value).ToString()) { Quoted = isQuoted, Raw = line };
        }

        return cookie;
    }

    /// <summary>True if a field can carry the text: no control character but the tab.</summary>
    internal static bool IsSendable(ReadOnlySpan<char> text) => FieldText.IsWritable(text);

    private static void ReadAttribute(Cookie cookie, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (Is(name, "expires")) cookie.Expires = CookieDate.TryParseLenient(value, out var date) ? date : cookie.Expires;
        else if (Is(name, "max-age")) ReadMaxAge(cookie, value);
        else if (Is(name, "domain")) cookie.Domain = value.IsEmpty ? cookie.Domain : value.ToString();
        else if (Is(name, "path")) cookie.Path = value.StartsWith("/") ? value.ToString() : "";
        else if (Is(name, "secure")) cookie.Secure = true;
        else if (Is(name, "httponly")) cookie.HttpOnly = true;
        else if (Is(name, "samesite")) cookie.SameSite = CookieReader.ReadSameSite(value);
        else if (Is(name, "partitioned")) cookie.Partitioned = true;
    }

    // RFC 6265 section 5.2.2: digits, optionally after a minus sign. Any number of them is valid.
    private static void ReadMaxAge(Cookie cookie, ReadOnlySpan<char> value)
    {
        var digits = value.StartsWith("-") ? value[1..] : value;
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange('0', '9') >= 0) return;
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            seconds = value[0] == '-' ? -1 : long.MaxValue;
        cookie.MaxAge = seconds > 0 ? seconds : -1;
    }

    private static bool Is(ReadOnlySpan<char> name, string attribute) => name.Equals(attribute, StringComparison.OrdinalIgnoreCase);
}
