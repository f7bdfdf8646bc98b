using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>As many requests as wrk can send over 64 connections, and what each of them cost the server.</summary>
internal sealed class WrkScenario : Scenario
{
    internal string Path { get; init; } = "/ping";

    /// <summary>A script for wrk, or null.</summary>
    internal string? Script { get; init; }

    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether the requests go over TLS.</summary>
    internal bool Secure { get; init; }

    /// <summary>
    /// A process of its own for each round, which is warmed up for a second first: what differs from start to start is then noise that is
    /// seen.
    /// </summary>
    internal bool IsFresh { get; init; }

    internal override IReadOnlyList<Metric> Metrics =>
        [Metric.Cpu, Metric.PerCpuSecond, Metric.Rate, Metric.Median, Metric.Percentile99, Metric.Resident];

    internal override bool NeedsFreshProcess => IsFresh;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options)
    {
        string[] script = Script is null ? [] : ["-s", System.IO.Path.Combine(options.Folder, "load", Script)];
        if (IsFresh) Wrk.Run(Uri(process), 1, [.. script, .. Arguments]);
        var before = process.CpuMicroseconds;
        var load = Wrk.Run(Uri(process), options.Seconds, [.. script, .. Arguments]);
        var cpu = (process.CpuMicroseconds - before) / load.Requests;
        return
        [
            (Metric.Cpu, cpu),
            (Metric.PerCpuSecond, 1e6 / cpu),
            (Metric.Rate, load.Requests / load.Seconds),
            (Metric.Median, load.Median),
            (Metric.Percentile99, load.Percentile99),
            (Metric.Resident, process.ResidentBytes),
        ];
    }

    private Uri Uri(PeerProcess process) => new(Secure ? $"https://{process.SecureAddress}{Path}" : $"http://{process.Address}{Path}");
}
