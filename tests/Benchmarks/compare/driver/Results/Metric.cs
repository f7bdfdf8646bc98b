using System.Globalization;

namespace Compare.Results;

/// <summary>A figure of a scenario. Less is better, unless it counts responses.</summary>
/// <param name="Name">In JSON; ends in its unit.</param>
/// <param name="Title">In tables.</param>
/// <param name="Format">How it is printed there.</param>
internal sealed record Metric(string Name, string Title, string Format)
{
    /// <summary>The least difference that means anything, in the unit of the figure. Default 0: any.</summary>
    internal double Resolution { get; init; }

    internal static readonly Metric Cpu = new("cpuMicroseconds", "CPU us/request", "0.00");
    internal static readonly Metric PerCpuSecond = new("requestsPerCpuSecond", "requests/CPU s", "#,0");
    internal static readonly Metric Rate = new("requestsPerSecond", "requests/s", "#,0");
    internal static readonly Metric Median = new("medianMicroseconds", "p50 us", "#,0");
    internal static readonly Metric Percentile99 = new("percentile99Microseconds", "p99 us", "#,0");
    internal static readonly Metric Resident = new("residentBytes", "RSS MB", "#,0,,.0");

    /// <summary>The figure, or a dash for none: wrk prints a zero where it could not tell.</summary>
    internal string Show(double? value) => value is { } number and not 0 ? number.ToString(Format, CultureInfo.InvariantCulture) : "-";
}
