using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>The size of a program's file.</summary>
internal sealed class SizeScenario : Scenario
{
    private static readonly Metric s_bytes = new("fileBytes", "bytes", "#,0");

    internal override IReadOnlyList<Metric> Metrics => [s_bytes];

    internal override bool NeedsFreshProcess => true;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options) =>
        [(s_bytes, new FileInfo(process.ProgramFile).Length)];
}
