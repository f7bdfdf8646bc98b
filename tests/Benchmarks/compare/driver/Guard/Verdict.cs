// Whether the newer commit is worse. Every round measures the newer commit, the older one and the older one again, one after the other in
// changing order, so a pair of figures of one round saw the same machine. The ratio is the median over the rounds of new / base. Its noise
// is the larger of two: twice the standard error of that median, by the spread of the ratios (1.4826 x their median absolute deviation);
// and what the median of again / base differs from 1 by. Worse: the ratio exceeds 1.02 by more than the noise, and the figures differ by
// more than what the metric can resolve.
using System.Globalization;
using Compare.Results;
using Compare.Scenarios;

namespace Compare.Guard;

/// <summary>Holds the newer commit against the older one.</summary>
internal static class Verdict
{
    private const double RatioMax = 1.02;

    /// <summary>Prints a line for each scenario; false if one of them is worse.</summary>
    internal static bool Write(Suite suite, Options options)
    {
        var good = true;
        var lines = new List<string> { "| scenario | figure | base | new | ratio | noise | |", "|---|---|---:|---:|---:|---:|---|" };
        foreach (var scenario in suite.Scenarios)
        {
            if (ScenarioResult.Load(Path.Combine(options.ResultsFolder, scenario.Name + ".json")) is not { } result) continue;
            foreach (var metric in Judged(scenario)) good &= Judge(lines, suite, scenario, metric, result);
        }

        var text = string.Join('\n', lines) + "\n";
        Console.Write("\n" + text);
        File.AppendAllText(Path.Combine(options.ResultsFolder, "table.md"), "\n" + text);
        return good;
    }

    private static IEnumerable<Metric> Judged(Scenario scenario) =>
        scenario is AllocationScenario ? scenario.Metrics : scenario.Metrics.Take(1);

    private static bool Judge(List<string> lines, Suite suite, Scenario scenario, Metric metric, ScenarioResult result)
    {
        var (newer, older, again) = (
            result.Rounds(suite.Peers[0], metric), result.Rounds(suite.Peers[1], metric), result.Rounds(suite.Peers[2], metric));
        var ratios = Ratios(newer, older);
        var ratio = Median(ratios);
        var noise = Math.Max(StandardErrors(ratios), Math.Abs(Median(Ratios(again, older)) - 1));
        var isWorse = ratio - noise > RatioMax && Median(newer) - Median(older) > metric.Resolution;
        lines.Add(string.Create(CultureInfo.InvariantCulture,
            $"| {scenario.Name} | {metric.Title} | {metric.Show(Median(older))} | {metric.Show(Median(newer))} | {ratio:0.000} | "
                + $"{noise:0.000} | {(isWorse ? "WORSE" : "holds")} |"));
        return !isWorse;
    }

    // Nothing to nothing is no change.
    private static double[] Ratios(IReadOnlyList<double> above, IReadOnlyList<double> below) =>
        [.. above.Zip(below, static (a, b) => b == 0 ? (a == 0 ? 1 : double.PositiveInfinity) : a / b)];

    // Two standard errors of a median: that of a mean is sigma / sqrt(n), and a median's is 1.2533 times as large.
    private static double StandardErrors(double[] ratios)
    {
        var median = Median(ratios);
        if (!double.IsFinite(median)) return 0;
        var sigma = 1.4826 * Median([.. ratios.Select(ratio => Math.Abs(ratio - median))]);
        return 2 * 1.2533 * sigma / Math.Sqrt(ratios.Length);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var (low, high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return double.IsInfinity(high) ? high : (low + high) / 2;
    }
}
