using System.Globalization;
using System.Text;

namespace RouteGen;

/// <summary>Entry of an access log: one request and its response.</summary>
/// <param name="Time">Time at which the handler was called.</param>
/// <param name="Duration">Duration of the handler. Output that is still in the buffer is sent afterwards.</param>
/// <param name="RemoteAddr">The peer, as <see cref="Request.RemoteAddr"/>.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The target as received.</param>
/// <param name="Proto">The protocol.</param>
/// <param name="Host">The host the request was for.</param>
/// <param name="StatusCode">
/// The status. If the handler failed before a head was sent: 500, or the status of its <see cref="BadRequestException"/>. 499 if the client
/// had left and 408 if its body timed out; neither of these is sent.
/// </param>
/// <param name="BodyBytes">Number of bytes that the handler wrote, before any coding.</param>
/// <param name="Referer">The field, or empty for none.</param>
/// <param name="UserAgent">The field, or empty for none.</param>
/// <param name="Pattern">The pattern that chose the handler. Empty if none did.</param>
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
    /// Formats the entry as a line in the combined log format, which most tools read. Text from the peer is escaped, so that no request can
    /// add a line of its own.
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
