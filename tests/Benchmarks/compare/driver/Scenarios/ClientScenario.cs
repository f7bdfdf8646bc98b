using System.Globalization;
using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>Our client asks the peer's server. The figure is the CPU time of the client, which runs on the core of the load.</summary>
internal sealed class ClientScenario : Scenario
{
    private static readonly Metric s_cpu = new("clientCpuMicroseconds", "CPU us/GET", "0.00");

    private const int RequestCount = 100_000;
    private const int InFlight = 64;

    internal override IReadOnlyList<Metric> Metrics => [s_cpu];

    internal override bool NeedsFreshProcess => true;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options) =>
        [(s_cpu, Get(process, RequestCount, InFlight).CpuMicroseconds)];

    /// <summary>CPU microseconds and allocated bytes of the client for each GET.</summary>
    internal static (double CpuMicroseconds, double Bytes) Get(PeerProcess process, int count, int inFlight)
    {
        var printed = Tool.Run(
            Path.Combine(process.Folder, "RouteGenClient"), "get", $"http://{process.Address}/ping", Text(count), Text(inFlight))
                .Split(' ');
        return (double.Parse(printed[0], CultureInfo.InvariantCulture), double.Parse(printed[1], CultureInfo.InvariantCulture));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
