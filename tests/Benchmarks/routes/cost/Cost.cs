using System.Diagnostics;
using System.Globalization;

namespace RouteGen.Benchmarks;

/// <summary>What some work took.</summary>
/// <param name="Wall">By the clock.</param>
/// <param name="Cpu">Of it, this thread on a processor: what remains on a machine that others use.</param>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu)
{
    // Its first number is the thread's time on a processor in nanoseconds.
    private const string ThreadTimes = "/proc/thread-self/schedstat";

    /// <summary>Does some work on this thread.</summary>
    internal static Cost Of(Action work)
    {
        var cpu = ThreadCpu();
        var watch = Stopwatch.StartNew();
        work();
        return new(watch.Elapsed, ThreadCpu() - cpu);
    }

    /// <summary>The medians of both times.</summary>
    internal static Cost Median(IEnumerable<Cost> costs) =>
        new(Median(costs.Select(static cost => cost.Wall)), Median(costs.Select(static cost => cost.Cpu)));

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Wall.TotalMilliseconds:F1} ms ({Cpu.TotalMilliseconds:F1} ms of CPU)");

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(times.Count() / 2);

    private static TimeSpan ThreadCpu() =>
        TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(ThreadTimes).Split(' ')[0], CultureInfo.InvariantCulture) / 1000);
}
