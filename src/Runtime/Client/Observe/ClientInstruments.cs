using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RouteGen;

/// <summary>
/// Metrics and spans of the client, with OpenTelemetry's names. They are in a separate class, so that only programs that use telemetry
/// create them.
/// </summary>
internal static class ClientInstruments
{
    internal static readonly ActivitySource Activities = new(HttpInstruments.ClientName);

    private static readonly Meter s_meter = new(HttpInstruments.ClientName);

    internal static readonly UpDownCounter<long> Active = HttpInstruments.Active(s_meter, "client");

    internal static readonly Histogram<double> Duration = HttpInstruments.Duration(s_meter, "client");

    /// <summary>True if any metric or span has a listener.</summary>
    internal static bool AreWatched => Duration.Enabled || Active.Enabled || Activities.HasListeners();
}
