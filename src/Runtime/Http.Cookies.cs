namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Adds a <c>Set-Cookie</c> field to a response; nothing if the cookie's name is not a token. Go's name: <c>http.SetCookie</c>.
    /// </summary>
    /// <param name="w">The response; its head may not be committed yet.</param>
    /// <param name="cookie">The cookie; <see cref="Cookie.FindProblem"/> describes the parts that would be left out.</param>
    public static void SetCookie(ResponseWriter w, Cookie cookie)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(cookie);
        if (cookie.ToString() is { Length: > 0 } line) w.Header.Add("Set-Cookie", line);
    }

    /// <summary>Reads the value of a <c>Cookie</c> field. Go's name: <c>http.ParseCookie</c>.</summary>
    /// <param name="line">The value.</param>
    /// <returns>Every cookie of it, in order.</returns>
    /// <exception cref="FormatException">It is blank, or one of its cookies cannot be read.</exception>
    public static IReadOnlyList<Cookie> ParseCookie(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var cookies = new List<Cookie>();
        return CookieReader.TryReadLine(line, cookies) is { } problem ? throw new FormatException(problem) : cookies;
    }

    /// <summary>Reads the value of a <c>Set-Cookie</c> field. Go's name: <c>http.ParseSetCookie</c>.</summary>
    /// <param name="line">The value. Attributes that cannot be read are in <see cref="Cookie.Unparsed"/>.</param>
    /// <exception cref="FormatException">It is blank, or its name or value cannot be read.</exception>
    public static Cookie ParseSetCookie(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return CookieReader.TryReadSetCookie(line, out var cookie) is { } problem ? throw new FormatException(problem) : cookie!;
    }
}
