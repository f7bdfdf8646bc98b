using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>how soon a new process responds. Polling does not disturb it: that happens on another core.</summary>
internal sealed class StartScenario : Scenario
{
    internal static readonly Metric ToAnswer = new("startMilliseconds", "exec to answer ms", "0.0");

    internal override IReadOnlyList<Metric> Metrics => [ToAnswer, Metric.Resident];

    internal override bool NeedsFreshProcess => true;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options) =>
        [(ToAnswer, process.StartTime.TotalMilliseconds), (Metric.Resident, process.ResidentBytes)];
}
