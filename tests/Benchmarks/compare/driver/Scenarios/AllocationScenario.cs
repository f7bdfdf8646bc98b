using System.Diagnostics;
using System.Globalization;
using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>Managed bytes that a request costs: the server's by its own count (tests/LoadClient), and the client's.</summary>
internal sealed class AllocationScenario : Scenario
{
    // Dates and the like, once a second, are spread over the requests.
    private static readonly Metric s_served = new("servedBytes", "bytes/request served", "0.0") { Resolution = 1 };
    private static readonly Metric s_called = new("calledBytes", "bytes/GET of the client", "0") { Resolution = 1 };

    private const int RequestCount = 100_000;

    internal override IReadOnlyList<Metric> Metrics => [s_served, s_called];

    internal override bool NeedsFreshProcess => true;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options) =>
        [(s_served, Served(process)), (s_called, ClientScenario.Get(process, RequestCount, inFlight: 8).Bytes)];

    private static double Served(PeerProcess process)
    {
        var program = Path.Combine(process.Folder, "LoadClient");
        var info = new ProcessStartInfo(program, ["serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var server = Process.Start(info)!;
        try
        {
            var port = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not print its port.");
            var bytes = Tool.Run(program, "load", port, RequestCount.ToString(CultureInfo.InvariantCulture));
            return Math.Max(0, double.Parse(bytes, CultureInfo.InvariantCulture)) / RequestCount;
        }
        finally
        {
            server.StandardInput.Close();
            server.WaitForExit();
        }
    }
}
