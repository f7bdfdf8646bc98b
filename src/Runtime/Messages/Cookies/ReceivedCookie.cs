// Parses Set-Cookie as user agents do (RFC 6265 section 5.2), for a jar. Values are stored and sent back unchanged, even those that
// CookieReader rejects. Only a value with a control character is ignored, because it could not be sent back.
using System.Globalization;
using RouteGen.Protocol;

namespace RouteGen;

internal static class ReceivedCookie
{
    // Longer attributes are ignored (RFC 6265bis section 5.6).
    private const int AttributeCharsMax = 1024;

    /// <summary>Returns the cookies of all <c>Set-Cookie</c> fields.</summary>
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

    /// <summary>Returns the cookie of a <c>Set-Cookie</c> value, or null if the value must be ignored.</summary>
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

    /// <summary>Returns true if the text has no control character except the tab, and so can be sent in a field.</summary>
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

    // RFC 6265 section 5.2.2: any number of digits, optionally after a minus sign.
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
