namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Adds a <c>Set-Cookie</c> field to a response. A cookie whose name is not a token is ignored. Go's name: <c>http.SetCookie</c>.
    /// </summary>
    /// <param name="w">The writer of the response. The status must not be committed yet.</param>
    /// <param name="cookie">The cookie. <see cref="Cookie.FindProblem"/> describes a part that would be omitted.</param>
    public static void SetCookie(ResponseWriter w, Cookie cookie)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(cookie);
        if (cookie.ToString() is { Length: > 0 } line) w.Header.Add("Set-Cookie", line);
    }

    /// <summary>Parses the value of a <c>Cookie</c> field. Go's name: <c>http.ParseCookie</c>.</summary>
    /// <param name="line">The value.</param>
    /// <returns>The cookies, in order.</returns>
    /// <exception cref="FormatException">The value is blank, or a cookie is malformed.</exception>
    public static IReadOnlyList<Cookie> ParseCookie(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var cookies = new List<Cookie>();
        return CookieReader.TryReadLine(line, cookies) is { } problem ? throw new FormatException(problem) : cookies;
    }

    /// <summary>Parses the value of a <c>Set-Cookie</c> field. Go's name: <c>http.ParseSetCookie</c>.</summary>
    /// <param name="line">The value. Malformed or unknown attributes are added to <see cref="Cookie.Unparsed"/>.</param>
    /// <exception cref="FormatException">The value is blank, or the name or value of the cookie is malformed.</exception>
    public static Cookie ParseSetCookie(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return CookieReader.TryReadSetCookie(line, out var cookie) is { } problem ? throw new FormatException(problem) : cookie!;
    }
}
