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
        var hasFailed = true;
        try
        {
            await next.ServeHttpAsync(writer, r).ConfigureAwait(false);
            hasFailed = false;
        }
        finally
        {
            var status = w.StatusCode;
            log(new AccessLogEntry(
                time,
                Stopwatch.GetElapsedTime(start),
                r.RemoteAddr,
                r.Method,
                r.Target,
                r.Proto,
                r.Host,
                status != 0 ? status : hasFailed ? Status.InternalServerError : Status.OK,
                writer.BodyBytes,
                r.Header.Get("Referer"),
                r.Header.Get("User-Agent"),
                r.Pattern));
        }
    }
}
