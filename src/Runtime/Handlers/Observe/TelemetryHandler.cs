// Records a span and two metrics for each request, according to OpenTelemetry's semantic conventions for HTTP servers (stable since 1.23).
// To bound the number of time series, metrics have the route instead of the path, and all unknown methods count as one.
using System.Diagnostics;

namespace RouteGen.Handling;

internal sealed class TelemetryHandler(IHandler next) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) =>
        ServerInstruments.AreWatched ? ServeWatchedAsync(w, r) : next.ServeHttpAsync(w, r);

    private async ValueTask ServeWatchedAsync(ResponseWriter w, Request r)
    {
        var start = Stopwatch.GetTimestamp();
        var method = KnownMethod(r.Method);
        var activity = StartActivity(r, method);
        var active = new TagList { { "http.request.method", method }, { "url.scheme", Scheme(r) } };
        Exception? failure = null;
        try
        {
            ServerInstruments.Active.Add(1, active);
            await next.ServeHttpAsync(w, r).ConfigureAwait(false);
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
                // Ends the span here, because its listeners may throw too.
                using (activity) Record(w, r, failure, start, active, activity);
            }
            catch (Exception thrown) when (failure is not null)
            {
                // A listener that fails must not replace the failure of the handler.
                Fault.OnReportFailed(w, r, failure, thrown);
            }
        }
    }

    private static void Record(ResponseWriter w, Request r, Exception? failure, long start, in TagList active, Activity? activity)
    {
        ServerInstruments.Active.Add(-1, active);
        // Status 0, for no status, is not recorded.
        var (status, logged) = Fault.StatusOf(w, r, failure);
        var route = Route(r.LoggedPattern);
        var tags = active;
        if (status != 0) tags.Add("http.response.status_code", status);
        tags.Add("network.protocol.version", r.Proto == "HTTP/1.0" ? "1.0" : "1.1");
        if (route.Length > 0) tags.Add("http.route", route);
        if (ErrorType(status, logged, failure) is { } error) tags.Add("error.type", error);
        ServerInstruments.Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
        EndActivity(activity, KnownMethod(r.Method), route, tags, logged, failure);
    }

    private static Activity? StartActivity(Request r, string method)
    {
        if (!ServerInstruments.Activities.HasListeners()) return null;
        DistributedContextPropagator.Current.ExtractTraceIdAndState(r.Header, Carried, out var parent, out var state);
        _ = ActivityContext.TryParse(parent, state, isRemote: true, out var context);
        var activity = ServerInstruments.Activities.StartActivity(method == "_OTHER" ? "HTTP" : method, ActivityKind.Server, context);
        if (activity is null) return null;
        activity.SetTag("url.path", r.Path).SetTag("server.address", r.Url.Hostname is { Length: > 0 } host ? host : HostName(r.Host))
            .SetTag("client.address", r.RemoteAddr);
        if (r.RawQuery.Length > 0) activity.SetTag("url.query", r.RawQuery);
        if (r.Header.TryGet("User-Agent", out var agent)) activity.SetTag("user_agent.original", agent);
        if (method == "_OTHER") activity.SetTag("http.request.method_original", r.Method);
        return activity;
    }

    private static void EndActivity(Activity? activity, string method, string route, in TagList tags, int status, Exception? failure)
    {
        if (activity is null) return;
        if (route.Length > 0) activity.DisplayName = $"{(method == "_OTHER" ? "HTTP" : method)} {route}";
        foreach (var (name, value) in tags) activity.SetTag(name, value);
        // By the conventions, a 4xx status is not an error of the server's span.
        if (status >= 500) activity.SetStatus(ActivityStatusCode.Error, failure is null ? null : FailureText.MessageOf(failure));
    }

    private static void Carried(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((Header)carrier!).Get(name);
    }

    private static string? ErrorType(int status, int logged, Exception? failure)
    {
        if (failure is not null) return failure.GetType().FullName;
        return status >= 500 ? StatusText(status) : status == 0 ? StatusText(logged) : null;
    }

    private static string StatusText(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" ? method : "_OTHER";

    private static string Scheme(Request r) => r.Url.Scheme is { Length: > 0 } scheme ? scheme : "http";

    // The pattern without its method and host.
    private static string Route(string pattern) => pattern.IndexOf('/') is var slash and > 0 ? pattern[slash..] : pattern;

    private static string HostName(string host) => host.LastIndexOf(':') is var colon and > 0 && !host.EndsWith(']') ? host[..colon] : host;
}
