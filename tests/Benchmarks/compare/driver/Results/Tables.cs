using System.Globalization;
using Compare.Scenarios;

namespace Compare.Results;

/// <summary>A scenario as a Markdown table, readable as it is.</summary>
internal static class Tables
{
    internal static void Write(TextWriter text, Suite suite, Scenario scenario, ScenarioResult result)
    {
        var rows = new List<string[]> { Row("", scenario.Metrics.Select(static metric => metric.Title), "ours to it") };
        foreach (var peer in suite.Peers)
        {
            if (result.Median(peer, scenario.Metrics[0]) is null) continue;
            var ratio = result.RatioTo(peer, suite, scenario.Metrics[0])?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
            rows.Add(Row(peer.Name, scenario.Metrics.Select(metric => metric.Show(result.Median(peer, metric))), ratio));
        }

        text.WriteLine();
        text.WriteLine($"**{scenario.Name}**: {scenario.Title}; {Rounds(result.RoundCount)}");
        text.WriteLine();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => Math.Max(2, rows.Max(row => row[column].Length))).ToArray();
        Line(text, rows[0], widths);
        var rules = widths.Select(static (width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":");
        text.WriteLine($"|{string.Join('|', rules)}|");
        foreach (var row in rows.Skip(1)) Line(text, row, widths);
    }

    private static string Rounds(int count) => count == 1 ? "one round" : $"medians over {count} rounds";

    private static string[] Row(string first, IEnumerable<string> middle, string last) => [first, .. middle, last];

    private static void Line(TextWriter text, string[] row, int[] widths)
    {
        var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
        text.WriteLine($"| {string.Join(" | ", cells)} |");
    }
}
