using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Guesses the type of content from its first bytes, as browsers do (https://mimesniff.spec.whatwg.org). Go's name:
    /// <c>http.DetectContentType</c>.
    /// </summary>
    /// <param name="data">The content or its beginning. At most 512 bytes are used.</param>
    /// <returns>A media type, a shared string. <c>application/octet-stream</c> if there is no better guess.</returns>
    public static string DetectContentType(ReadOnlySpan<byte> data) => ContentSniffer.Detect(data);

    /// <summary>
    /// Parses a date in any of the three forms that recipients must accept (RFC 9110 section 5.6.7). Go's name: <c>http.ParseTime</c>.
    /// </summary>
    /// <param name="text">The value of a header field, such as <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</param>
    /// <returns>The time, in UTC.</returns>
    /// <exception cref="FormatException">The text is not an HTTP date.</exception>
    public static DateTime ParseTime(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return HttpDate.TryParse(text, out var utc) ? utc : throw new FormatException("The text is not an HTTP date.");
    }

    /// <summary>Parses like <see cref="ParseTime"/>, but returns false for text that is not a date.</summary>
    /// <param name="text">The value of a header field. Null is not a date.</param>
    /// <param name="utc">The time, in UTC. The default value if the text is not a date.</param>
    /// <returns>True if the text is a date.</returns>
    public static bool TryParseTime([NotNullWhen(true)] string? text, out DateTime utc) => HttpDate.TryParse(text, out utc);

    /// <summary>
    /// Formats a time for a header field, such as <c>Sun, 06 Nov 1994 08:49:37 GMT</c>. In Go: the format <c>http.TimeFormat</c>.
    /// </summary>
    /// <param name="time">The time. Fractions of a second are truncated.</param>
    public static string FormatTime(DateTimeOffset time) => HttpDate.Format(time.UtcDateTime);
}
