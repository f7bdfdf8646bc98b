using System.Globalization;
using System.Text;

namespace RouteGen;

/// <summary>An entry of an access log: a request and its response.</summary>
/// <param name="Time">Time at which the handler was called.</param>
/// <param name="Duration">Duration of the handler. Does not include sending output that is still buffered.</param>
/// <param name="RemoteAddr">The peer's address (<see cref="Request.RemoteAddr"/>).</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The target as received.</param>
/// <param name="Proto">The protocol.</param>
/// <param name="Host">The host of the request.</param>
/// <param name="StatusCode">
/// The status. For a handler that failed before a head was sent: 408 if the body of the request timed out, otherwise the status of its
/// <see cref="BadRequestException"/>, or else 500. 499 if the client left before a response could be sent.
/// </param>
/// <param name="BodyBytes">Number of bytes of the body that the handler wrote, without framing.</param>
/// <param name="Referer">The field, or empty for none.</param>
/// <param name="UserAgent">The field, or empty for none.</param>
/// <param name="Pattern">The pattern that matched the request. Empty if none did.</param>
public readonly record struct AccessLogEntry(
    DateTimeOffset Time,
    TimeSpan Duration,
    string RemoteAddr,
    string Method,
    string Target,
    string Proto,
    string Host,
    int StatusCode,
    long BodyBytes,
    string Referer,
    string UserAgent,
    string Pattern)
{
    /// <summary>
    /// Formats the entry as a line in the combined log format, which most tools can parse. Text from the peer is escaped, so that it cannot
    /// contain a line ending.
    /// </summary>
    public override string ToString()
    {
        var line = new StringBuilder(160);
        var port = RemoteAddr.LastIndexOf(':');
        AppendEscaped(line, port > 0 ? RemoteAddr.AsSpan(0, port) : RemoteAddr);
        line.Append(CultureInfo.InvariantCulture, $" - - [{Time.ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture)} ");
        line.Append(Time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal)).Append("] \"");
        AppendEscaped(line, Method);
        AppendEscaped(line.Append(' '), Target);
        AppendEscaped(line.Append(' '), Proto);
        line.Append(CultureInfo.InvariantCulture, $"\" {StatusCode} {BodyBytes} \"");
        AppendEscaped(line, Referer.Length == 0 ? "-" : Referer);
        AppendEscaped(line.Append("\" \""), UserAgent.Length == 0 ? "-" : UserAgent);
        return line.Append('"').ToString();
    }

    private static void AppendEscaped(StringBuilder line, ReadOnlySpan<char> text)
    {
        foreach (var value in text)
        {
            if (value is '"' or '\\') line.Append('\\').Append(value);
            else if (value is >= ' ' and <= '~') line.Append(value);
            else line.Append(CultureInfo.InvariantCulture, $"\\x{(int)value:x2}");
        }
    }
}
