// Records one span and two metrics for each request, including redirects, under the semantic conventions of OpenTelemetry for HTTP clients
// (stable since 1.23). The measurement ends with the head of the response.
using System.Diagnostics;
using System.Globalization;

namespace RouteGen;

internal sealed class TelemetryRoundTripper(IRoundTripper next) : IRoundTripper
{
    public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ClientInstruments.AreWatched || Activity.Current is not null
            ? SendWatchedAsync(request, cancellationToken)
            : next.RoundTripAsync(request, cancellationToken);
    }

    private async ValueTask<Response> SendWatchedAsync(Request request, CancellationToken cancellationToken)
    {
        var body = request.SentBody;
        var exchange = new Watched();
        try
        {
            await SendWatchedAsync(request, exchange, cancellationToken).ConfigureAwait(false);
            return exchange.Response!;
        }
        catch (Exception failure)
        {
            // A listener may throw before the request is sent, or after the response has arrived. Nothing else disposes the body or the
            // response.
            var left = exchange.IsSent ? exchange.Response?.Body : body;
            if (left is not null) await Disposal.AfterAsync(Task.FromException(failure), left).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask SendWatchedAsync(Request request, Watched exchange, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var tags = TagsOf(request);
        var activity = StartActivity(request, tags);
        Exception? failure = null;
        try
        {
            ClientInstruments.Active.Add(1, tags);
            var traced = WithTrace(request, activity ?? Activity.Current);
            exchange.IsSent = true;
            exchange.Response = await next.RoundTripAsync(traced, cancellationToken).ConfigureAwait(false);
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
                // The span ends here, because its listener may fail, too.
                using (activity) Record(exchange.Response, failure, start, ref tags, activity);
            }
            catch (Exception thrown) when (failure is not null)
            {
                // A listener that fails must not replace the failure of the call.
                Disposal.Report(thrown);
            }
        }
    }

    private static void Record(Response? response, Exception? failure, long start, ref TagList tags, Activity? activity)
    {
        ClientInstruments.Active.Add(-1, tags);
        if (response is not null)
        {
            tags.Add("http.response.status_code", response.StatusCode);
            tags.Add("network.protocol.version", response.Proto == "HTTP/1.0" ? "1.0" : "1.1");
        }

        if (ErrorType(response, failure) is { } error) tags.Add("error.type", error);
        ClientInstruments.Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
        EndActivity(activity, tags, response, failure);
    }

    // State of an exchange.
    private sealed class Watched
    {
        internal bool IsSent;
        internal Response? Response;
    }

    private static TagList TagsOf(Request request)
    {
        var url = request.Url;
        return new TagList
        {
            { "http.request.method", KnownMethod(request.Method) },
            { "server.address", url.Hostname },
            { "server.port", int.TryParse(url.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? port
                : url.Scheme == "https" ? 443 : 80 },
            { "url.scheme", url.Scheme },
        };
    }

    private static Activity? StartActivity(Request request, in TagList tags)
    {
        var method = KnownMethod(request.Method);
        var activity = ClientInstruments.Activities.StartActivity(method == "_OTHER" ? "HTTP" : method, ActivityKind.Client);
        if (activity is null) return null;
        foreach (var (name, value) in tags) activity.SetTag(name, value);
        // The semantic conventions exclude user name and password.
        activity.SetTag("url.full", request.Url.WithoutUser().ToString());
        if (method == "_OTHER") activity.SetTag("http.request.method_original", request.Method);
        return activity;
    }

    private static void EndActivity(Activity? activity, in TagList tags, Response? response, Exception? failure)
    {
        if (activity is null) return;
        foreach (var (name, value) in tags) activity.SetTag(name, value);
        // In the semantic conventions a 4xx status is an error for clients, too.
        if (failure is not null) activity.SetStatus(ActivityStatusCode.Error, FailureText.MessageOf(failure));
        else if (response is { StatusCode: >= 400 }) activity.SetStatus(ActivityStatusCode.Error);
    }

    // The caller's request is not changed. If it already has trace fields, they are sent as they are.
    private static Request WithTrace(Request request, Activity? activity)
    {
        if (activity is null || request.SentHeader?.IsSet("traceparent") == true) return request;
        var traced = request.Fork();
        DistributedContextPropagator.Current.Inject(
            activity, traced.Header, static (carrier, name, value) => ((Header)carrier!).Set(name, value));
        return traced;
    }

    private static string? ErrorType(Response? response, Exception? failure)
    {
        if (failure is TransportException { Error: not TransportError.Other } transport) return transport.Error.ToString();
        if (failure is not null) return failure.GetType().FullName;
        return response is { StatusCode: >= 400 and var status } ? status.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" ? method : "_OTHER";
}
