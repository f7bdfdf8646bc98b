using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RouteGen.Handling;

/// <summary>
/// The instruments, under OpenTelemetry's names for HTTP servers. In a class of their own: a program that does not ask for them has none.
/// </summary>
internal static class ServerInstruments
{
    internal static readonly ActivitySource Activities = new(Http.ServerTelemetryName);

    private static readonly Meter s_meter = new(Http.ServerTelemetryName);

    internal static readonly UpDownCounter<long> Active =
        s_meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Number of active HTTP server requests.");

    internal static readonly Histogram<double> Duration = s_meter.CreateHistogram(
        "http.server.request.duration",
        "s",
        "Duration of HTTP server requests.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    private static readonly Counter<long> s_refused =
        s_meter.CreateCounter<long>("routegen.server.refused_requests", "{request}", "Number of requests that the parser refused.");

    /// <summary>Counts a request that a parser rejected.</summary>
    internal static void CountRefused(RejectReason reason) =>
        s_refused.Add(1, new KeyValuePair<string, object?>("error.type", reason.ToString()));

    /// <summary>True if anybody listens to anything.</summary>
    internal static bool AreWatched => Duration.Enabled || Active.Enabled || Activities.HasListeners();
}
