using System.Diagnostics;

namespace RouteGen.Handling;

/// <summary>Tells of every request that the handler behind it answers.</summary>
internal sealed class AccessLogger(IHandler next, Action<AccessLogEntry> log) : IHandler
{
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
            log(new AccessLogEntry(
                time,
                Stopwatch.GetElapsedTime(start),
                peer,
                r.Method,
                r.Target,
                r.Proto,
                r.Host,
                Fault.StatusOf(w, r, failure).Logged,
                writer.BodyBytes,
                r.Header.Get("Referer"),
                r.Header.Get("User-Agent"),
                r.Pattern));
        }
    }
}
