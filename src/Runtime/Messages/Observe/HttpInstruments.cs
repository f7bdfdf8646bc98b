using System.Diagnostics.Metrics;

namespace RouteGen;

/// <summary>The instruments that servers and clients have in common, with OpenTelemetry's names for HTTP.</summary>
internal static class HttpInstruments
{
    internal const string ServerName = "RouteGen.Server";
    internal const string ClientName = "RouteGen.Client";

    /// <summary>Creates the counter of requests in progress.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="side"><c>server</c> or <c>client</c>.</param>
    internal static UpDownCounter<long> Active(Meter meter, string side) =>
        meter.CreateUpDownCounter<long>($"http.{side}.active_requests", "{request}", $"Number of active HTTP {side} requests.");

    /// <summary>Creates the histogram of request durations, in seconds, with the boundaries that OpenTelemetry recommends.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="side"><c>server</c> or <c>client</c>.</param>
    internal static Histogram<double> Duration(Meter meter, string side) => meter.CreateHistogram(
        $"http.{side}.request.duration",
        "s",
        $"Duration of HTTP {side} requests.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });
}
