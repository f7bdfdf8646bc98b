using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RouteGen;

/// <summary>
/// The instruments, under OpenTelemetry's names for HTTP clients. In a class of their own: a program that does not ask for them has none.
/// </summary>
internal static class ClientInstruments
{
    internal static readonly ActivitySource Activities = new(Http.ClientTelemetryName);

    private static readonly Meter s_meter = new(Http.ClientTelemetryName);

    internal static readonly UpDownCounter<long> Active =
        s_meter.CreateUpDownCounter<long>("http.client.active_requests", "{request}", "Number of active HTTP client requests.");

    internal static readonly Histogram<double> Duration = s_meter.CreateHistogram(
        "http.client.request.duration",
        "s",
        "Duration of HTTP client requests.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    /// <summary>True if anybody listens to anything.</summary>
    internal static bool AreWatched => Duration.Enabled || Active.Enabled || Activities.HasListeners();
}
