// The redirect helper (BEHAVIOUR M7). A target without scheme and host is resolved against the request's path and cleaned. Other targets
// are sent unchanged, except that non-ASCII bytes are escaped, with lower-case digits as in Go.
using System.Text;

namespace RouteGen.Handling;

internal static class Redirects
{
    /// <summary>Responds with a redirect.</summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request, against whose path a relative target is resolved.</param>
    /// <param name="target">An absolute or relative URL. It is not validated.</param>
    /// <param name="statusCode">The status, usually 3xx.</param>
    internal static void Redirect(ResponseWriter w, Request r, string target, int statusCode)
    {
        if (IsRelative(target)) target = Resolve(r.Url.EscapedPath, target);
        w.Header.Set("Location", EscapeNonAscii(target));

        // RFC 9110 section 15.4: a short note for old user agents. A handler that has set a type writes its own body.
        var hasNote = !w.Header.IsSet("Content-Type") && r.Method is "GET" or "HEAD";
        if (hasNote) w.Header.Set("Content-Type", "text/html; charset=utf-8");
        w.WriteHeader(statusCode);
        if (hasNote && r.Method == "GET") w.Write($"<a href=\"{HtmlText.Escape(target)}\">{StatusCodes.Text(statusCode)}</a>.\n\n");
    }

    private static bool IsRelative(string target)
    {
        try
        {
            var url = Url.Parse(target);
            return url.Scheme.Length == 0 && url.Host.Length == 0;
        }
        catch (FormatException)
        {
            // A target that is not a URL is sent unchanged.
            return false;
        }
    }

    private static string Resolve(string requestPath, string target)
    {
        // Uses the escaped path: "/a%2Fb/" has one segment, and "/%5C" must not become a backslash, which browsers treat as a slash.
        if (!target.StartsWith('/'))
            target = requestPath.Length == 0 ? "/" + target : requestPath[..(requestPath.LastIndexOf('/') + 1)] + target;
        var mark = target.IndexOf('?');
        var query = mark < 0 ? "" : target[mark..];
        return PathText.CleanKeepingSlash(mark < 0 ? target : target[..mark]) + query;
    }

    private static string EscapeNonAscii(string target)
    {
        if (Ascii.IsValid(target)) return target;
        var escaped = new StringBuilder(target.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(target))
        {
            if (value < 0x80) escaped.Append((char)value);
            else escaped.Append('%').Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        }

        return escaped.ToString();
    }
}
