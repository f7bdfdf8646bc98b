using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>What a connection keeps of the server's memory after it has been served and fell idle.</summary>
internal sealed class IdleScenario : Scenario
{
    internal static readonly Metric PerConnection = new("bytesPerConnection", "bytes/connection", "#,0");
    private const int ConnCount = 8_000;
    private const int SettleMilliseconds = 2_000;

    internal override IReadOnlyList<Metric> Metrics => [PerConnection, Metric.Resident];

    internal override bool NeedsFreshProcess => true;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options)
    {
        // What the first connections and requests make it allocate once is not counted to the connections.
        for (var index = 0; index < 200; index++)
        {
            using var conn = new HttpConn(process.Address);
            conn.Get("/ping");
        }

        Thread.Sleep(SettleMilliseconds);
        var before = process.ResidentBytes;
        var conns = new List<HttpConn>(ConnCount);
        try
        {
            while (conns.Count < ConnCount)
            {
                conns.Add(new HttpConn(process.Address));
                conns[^1].Get("/ping");
            }

            Thread.Sleep(SettleMilliseconds);
            var after = process.ResidentBytes;
            return [(PerConnection, Math.Max(0, after - before) / ConnCount), (Metric.Resident, after)];
        }
        finally
        {
            foreach (var conn in conns) conn.Dispose();
        }
    }
}
