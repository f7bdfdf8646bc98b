using System.Diagnostics;

namespace RouteGen.Handling;

/// <summary>Logs every request that the next handler serves.</summary>
internal sealed class AccessLogger(IHandler next, Action<AccessLogEntry> log) : IHandler
{
    // Read while there are descriptors: the runtime keeps UTC for good if it cannot open the file of the time zone.
    static AccessLogger() => _ = TimeZoneInfo.Local;

    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var time = DateTimeOffset.Now;
        var start = Stopwatch.GetTimestamp();
        var writer = new CountingWriter(w);
        Exception? failure = null;
        // Read first: an inner handler may replace it, or the request may have ended.
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
            var status = Fault.StatusOf(w, r, failure).Logged;
            try
            {
                log(EntryOf(r, time, Stopwatch.GetElapsedTime(start), peer, status, writer.BodyBytes));
            }
            catch (Exception thrown) when (failure is not null)
            {
                // It must not replace the failure of the handler.
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
