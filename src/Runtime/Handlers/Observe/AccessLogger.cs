using System.Diagnostics;

namespace RouteGen.Handling;

/// <summary>Handler that logs each request after the next handler has served it.</summary>
internal sealed class AccessLogger(IHandler next, Action<AccessLogEntry> log) : IHandler
{
    // Reads the time zone at start-up. If no descriptor were left at its first use, the runtime could not read it and would always use UTC.
    static AccessLogger() => _ = TimeZoneInfo.Local;

    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var time = DateTimeOffset.Now;
        var start = Stopwatch.GetTimestamp();
        var writer = new CountingWriter(w);
        Exception? failure = null;
        // The address is read first, because an inner handler may change it, or the request may end.
        var peer = r.RemoteAddr;
        try
        {
            await next.ServeHttpAsync(writer, r).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failure = thrown;
            throw;
        }
        finally
        {
            try
            {
                var status = Fault.StatusOf(w, r, failure).Logged;
                log(EntryOf(r, time, Stopwatch.GetElapsedTime(start), peer, status, writer.BodyBytes));
            }
            catch (Exception thrown) when (failure is not null)
            {
                // A failure of the log, or of a writer of the program, must not replace the failure of the handler.
                Fault.OnReportFailed(w, r, failure, thrown);
            }
        }
    }

    private static AccessLogEntry EntryOf(Request r, DateTimeOffset time, TimeSpan duration, string peer, int status, long bodyBytes) =>
        new(
        time,
        duration,
        peer,
        r.Method,
        r.Target,
        r.Proto,
        r.Host,
        status,
        bodyBytes,
        r.Header.Get("Referer"),
        r.Header.Get("User-Agent"),
        r.Pattern);
}
