using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RouteGen.Handling;

/// <summary>
/// The instruments of servers, with OpenTelemetry's names. A separate class, so that trimming removes it from programs without telemetry.
/// </summary>
internal static class ServerInstruments
{
    internal static readonly ActivitySource Activities = new(HttpInstruments.ServerName);

    private static readonly Meter s_meter = new(HttpInstruments.ServerName);

    internal static readonly UpDownCounter<long> Active = HttpInstruments.Active(s_meter, "server");

    internal static readonly Histogram<double> Duration = HttpInstruments.Duration(s_meter, "server");

    private static readonly Counter<long> s_refused =
        s_meter.CreateCounter<long>("routegen.server.refused_requests", "{request}", "Number of requests that the parser refused.");

    /// <summary>Counts a request that the server refused.</summary>
    internal static void CountRefused(RejectReason reason) =>
        s_refused.Add(1, new KeyValuePair<string, object?>("error.type", reason.ToString()));

    /// <summary>True if any metric or span has a listener.</summary>
    internal static bool AreWatched => Duration.Enabled || Active.Enabled || Activities.HasListeners();
}
