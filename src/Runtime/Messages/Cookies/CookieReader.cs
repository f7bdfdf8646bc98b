// Parses cookies as strictly as Go. A malformed cookie is omitted, and a malformed attribute ignored. A jar uses ReceivedCookie instead,
// which follows the rules for browsers and accepts nearly everything.
using System.Globalization;

namespace RouteGen;

internal static class CookieReader
{
    /// <summary>Returns the cookies of a request's <c>Cookie</c> fields, or only those with the given name.</summary>
    internal static List<Cookie> ReadCookies(Header header, string? only)
    {
        var cookies = new List<Cookie>();
        foreach (var line in header.Values("Cookie"))
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var part = CookieSyntax.Trim(line.AsSpan(range));
                if (part.IsEmpty) continue;
                SplitPair(part, out var name, out var value);
                if (!HeaderNames.IsToken(name) || (only is not null && !name.SequenceEqual(only))) continue;
                if (CookieSyntax.TryUnquote(value, out var text, out var isQuoted))
                    cookies.Add(new Cookie(name.ToString(), text) { Quoted = isQuoted });
            }
        }

        return cookies;
    }

    /// <summary>Returns the cookies of a response's <c>Set-Cookie</c> fields.</summary>
    internal static List<Cookie> ReadSetCookies(Header header)
    {
        var cookies = new List<Cookie>();
        foreach (var line in header.Values("Set-Cookie"))
            if (TryReadSetCookie(line, out var cookie) is null) cookies.Add(cookie!);
        return cookies;
    }

    /// <summary>Parses the cookies of one <c>Cookie</c> value. Returns the problem of a malformed cookie, or null.</summary>
    internal static string? TryReadLine(string line, List<Cookie> cookies)
    {
        var trimmed = CookieSyntax.Trim(line);
        if (trimmed.IsEmpty) return "The line has no cookie.";
        foreach (var range in trimmed.Split(';'))
        {
            if (TryReadPair(CookieSyntax.Trim(trimmed[range]), out var cookie) is { } problem) return problem;
            cookies.Add(cookie!);
        }

        return null;
    }

    /// <summary>Parses the cookie of a <c>Set-Cookie</c> value. Returns its problem, or null.</summary>
    internal static string? TryReadSetCookie(string line, out Cookie? cookie)
    {
        cookie = null;
        var trimmed = CookieSyntax.Trim(line);
        if (trimmed.IsEmpty) return "The line has no cookie.";
        List<string>? unparsed = null;
        foreach (var range in trimmed.Split(';'))
        {
            var part = CookieSyntax.Trim(trimmed[range]);
            if (cookie is null)
            {
                if (TryReadPair(part, out cookie) is { } problem) return problem;
            }
            else if (!part.IsEmpty && !TryReadAttribute(cookie, part))
            {
                (unparsed ??= []).Add(part.ToString());
            }
        }

        cookie!.Raw = line;
        if (unparsed is not null) cookie.Unparsed = unparsed;
        return null;
    }

    private static string? TryReadPair(ReadOnlySpan<char> pair, out Cookie? cookie)
    {
        cookie = null;
        if (!SplitPair(pair, out var name, out var value)) return "A cookie has no equals sign.";
        if (!HeaderNames.IsToken(name)) return "The name of a cookie is not a token.";
        if (!CookieSyntax.TryUnquote(value, out var text, out var isQuoted))
            return "The value of a cookie contains a character that is not allowed there.";
        cookie = new Cookie(name.ToString(), text) { Quoted = isQuoted };
        return null;
    }

    // Returns false if the attribute must be added to Unparsed.
    private static bool TryReadAttribute(Cookie cookie, ReadOnlySpan<char> part)
    {
        SplitPair(part, out var name, out var value);
        if (!System.Text.Ascii.IsValid(name)) return true;
        if (!CookieSyntax.IsValue(value)) return false;
        switch (name.ToString().ToLowerInvariant())
        {
            case "samesite":
                cookie.SameSite = ReadSameSite(value);
                return true;
            case "secure":
                cookie.Secure = true;
                return true;
            case "httponly":
                cookie.HttpOnly = true;
                return true;
            case "partitioned":
                cookie.Partitioned = true;
                return true;
            case "domain":
                cookie.Domain = value.ToString();
                return true;
            case "path":
                cookie.Path = value.ToString();
                return true;
            case "max-age":
                return TryReadMaxAge(cookie, value);
            case "expires":
                cookie.RawExpires = value.ToString();
                cookie.Expires = CookieDate.TryParseStrict(value, out var date) ? date : null;
                return cookie.Expires is not null;
            default:
                return false;
        }
    }

    internal static SameSite ReadSameSite(ReadOnlySpan<char> value) =>
        value.Equals("lax", StringComparison.OrdinalIgnoreCase) ? SameSite.Lax
        : value.Equals("strict", StringComparison.OrdinalIgnoreCase) ? SameSite.Strict
        : value.Equals("none", StringComparison.OrdinalIgnoreCase) ? SameSite.None
        : SameSite.Default;

    // RFC 6265 section 4.1.1: a number other than zero does not begin with a zero.
    private static bool TryReadMaxAge(Cookie cookie, ReadOnlySpan<char> value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (seconds != 0 && value[0] == '0') return false;
        cookie.MaxAge = seconds > 0 ? seconds : -1;
        return true;
    }

    /// <summary>Splits at the first equals sign. Returns false if there is none.</summary>
    internal static bool SplitPair(ReadOnlySpan<char> pair, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        var sign = pair.IndexOf('=');
        name = sign < 0 ? pair : pair[..sign];
        value = sign < 0 ? default : pair[(sign + 1)..];
        return sign >= 0;
    }
}
