// Writes the entries of a server's log: time, event, request and exception.
//
//   2026-01-31T12:00:00.000Z A handler failed. method=GET path="/items/7" pattern="GET /items/{id}" handler=ItemsApi.Get at ItemsApi.cs:12
//   peer=192.0.2.1:4711
//       System.InvalidOperationException: ...
//           at ...
//
// Text from a peer is escaped, and continuation lines are indented, so that a peer cannot forge an entry.
using System.Globalization;
using System.Text;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed class ServerLog
{
    private const int FailureLengthMax = 16 * 1024;
    private const int PathLengthMax = 256;
    private const int MethodLengthMax = 32;

    private readonly TimeProvider _clock;
    private readonly Action<string>? _sink;
    private readonly LogLimiter _limiter;

    /// <summary>Creates a log that writes to <paramref name="sink"/>, or to standard error if it is null.</summary>
    internal ServerLog(TimeProvider clock, Action<string>? sink)
    {
        _clock = clock;
        _sink = sink;
        _limiter = new LogLimiter(clock, WriteLine);
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="what">The event, a constant sentence. Entries with the same sentence are rate-limited together.</param>
    /// <param name="detail">Details of this entry. They are escaped.</param>
    /// <param name="failure">The exception. Null if there is none.</param>
    /// <param name="about">The request concerned. Null if there is none.</param>
    /// <param name="peer">The peer's address, or null for none.</param>
    internal void Write(string what, string? detail = null, Exception? failure = null, Request? about = null, string? peer = null)
    {
        var pattern = about is null ? "" : PatternOf(about);
        if (!_limiter.TryPass(what, failure?.GetType(), pattern)) return;
        var line = new StringBuilder(200);
        PeerText.AppendLines(line, what, FailureLengthMax);
        if (detail is not null) PeerText.AppendLines(line.Append(' '), detail, FailureLengthMax);
        if (about is not null && Describe(about) is { } request) line.Append(' ').Append(request);
        if (peer is not null) line.Append(" peer=").Append(PeerText.Escape(peer, PathLengthMax));
        if (failure is not null) PeerText.AppendLines(line.Append("\n    "), FailureText.Of(failure), FailureLengthMax);
        WriteLine(line.ToString());
    }

    /// <summary>
    /// Describes a request, for an entry that may be written after the request has ended. Returns null if it has already ended, or ends
    /// during the call, because its head may then contain another request. Never throws.
    /// </summary>
    internal static string? Describe(Request about)
    {
        try
        {
            var text = new StringBuilder(100);
            AppendRequest(text, about, about.LoggedPattern);
            return about.IsServed ? text.ToString(1, text.Length - 1) : null;
        }
        catch (Exception) when (!about.IsServed)
        {
            return null;
        }
    }

    private static string PatternOf(Request about)
    {
        try
        {
            return about.LoggedPattern;
        }
        catch (Exception) when (!about.IsServed)
        {
            return "";
        }
    }

    private static void AppendRequest(StringBuilder line, Request r, string pattern)
    {
        line.Append(" method=").Append(PeerText.Escape(r.RawMethod, MethodLengthMax));
        line.Append(" path=\"").Append(PeerText.Escape(r.RawPath, PathLengthMax));
        if (pattern.Length > 0) PeerText.AppendLines(line.Append("\" pattern=\""), pattern, FailureLengthMax);
        line.Append('"');
        if (pattern.Length == 0) return;
        if (r.RoutedTo is not { } entry) return;
        line.Append(" handler=").Append(entry.HandlerName);
        if (entry.Source.Length > 0) line.Append(" at ").Append(entry.Source);
    }

    // RFC 3339, as 2026-01-02T03:04:05.678Z. DateTime.ToString would add the time zones to a native program.
    private static string Format(DateTime utc) => string.Create(
        CultureInfo.InvariantCulture,
        $"{utc.Year:D4}-{utc.Month:D2}-{utc.Day:D2}T{utc.Hour:D2}:{utc.Minute:D2}:{utc.Second:D2}.{utc.Millisecond:D3}Z");

    private void WriteLine(string text)
    {
        var line = $"{Format(_clock.GetUtcNow().UtcDateTime)} {text}";
        if (_sink is null)
        {
            StandardError.Write(line);
            return;
        }

        using var scope = new AmbientScope();
        try
        {
            _sink(line);
        }
        catch (Exception failure)
        {
            // A failure of the log must not close the connection that the caller is serving, or crash the process.
            StandardError.Write(string.Concat(line, Environment.NewLine, "The server's ErrorLog failed: ", FailureText.Of(failure)));
        }
    }
}
