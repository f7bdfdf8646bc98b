using System.Diagnostics;
using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>200 requests whose handlers hold their thread, at once, while /ping is timed on a connection of its own.</summary>
internal sealed class BusyScenario : Scenario
{
    internal static readonly Metric Done = new("allDoneSeconds", "all done s", "0.00");
    internal static readonly Metric OverAlone = new("overAlone", "over 200 alone", "0.00");
    internal static readonly Metric PingMedian = new("pingMedianMilliseconds", "/ping p50 ms", "0.00");
    internal static readonly Metric PingPercentile99 = new("pingPercentile99Milliseconds", "/ping p99 ms", "0.00");
    private static readonly Metric s_pings = new("pingCount", "/ping responses", "#,0");

    private const int HandlerCount = 200;

    /// <summary>Who needs longer than this is shown with this time.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_serviceDelay = TimeSpan.FromSeconds(1);

    /// <summary>The path of the handler that keeps its thread.</summary>
    internal required string Path { get; init; }

    /// <summary>
    /// Whether the handler calls a service, which answers after <see cref="s_serviceDelay"/>; its port is the query then.
    /// </summary>
    internal bool CallsService { get; init; }

    internal override IReadOnlyList<Metric> Metrics => [Done, OverAlone, PingMedian, PingPercentile99, s_pings];

    internal override bool NeedsFreshProcess => true;

    internal override IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options)
    {
        using var service = CallsService ? new SlowService(s_serviceDelay) : null;
        var path = service is null ? Path : $"{Path}?{service.Port}";
        var conns = Enumerable.Range(0, HandlerCount).Select(_ => new HttpConn(process.Address)).ToArray();
        using var ping = new HttpConn(process.Address);
        ping.Get("/ping");
        var alone = Stopwatch.GetTimestamp();
        ping.Get(path);
        var aloneSeconds = Stopwatch.GetElapsedTime(alone).TotalSeconds;

        var start = Stopwatch.GetTimestamp();
        foreach (var conn in conns) conn.Send(path);
        var allDone = Task.Factory.StartNew(() => WaitForAll(conns, start), TaskCreationOptions.LongRunning);
        var times = new List<double>();
        while (!allDone.IsCompleted)
        {
            var sent = Stopwatch.GetTimestamp();
            ping.Send("/ping");
            // The last answer may come after the others are done, or never: its time until then counts all the same.
            if (!ping.TryReceive(s_patience - Stopwatch.GetElapsedTime(start))) break;
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            Thread.Sleep(1);
        }

        var seconds = allDone.Result;
        foreach (var conn in conns) conn.Dispose();
        times.Sort();
        var unanswered = times.Count == 0 ? s_patience.TotalMilliseconds : 0;
        return
        [
            (Done, seconds),
            (OverAlone, seconds / (aloneSeconds * HandlerCount)),
            (PingMedian, unanswered > 0 ? unanswered : times[times.Count / 2]),
            (PingPercentile99, unanswered > 0 ? unanswered : times[times.Count * 99 / 100]),
            (s_pings, times.Count),
        ];
    }

    private static double WaitForAll(HttpConn[] conns, long start)
    {
        foreach (var conn in conns)
        {
            if (!conn.TryReceive(s_patience - Stopwatch.GetElapsedTime(start))) return s_patience.TotalSeconds;
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
