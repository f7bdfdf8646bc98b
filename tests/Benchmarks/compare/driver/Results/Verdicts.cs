using System.Globalization;
using Compare.Scenarios;

namespace Compare.Results;

/// <summary>Whether each budget holds.</summary>
internal static class Verdicts
{
    internal static void Write(TextWriter text, Suite suite, IReadOnlyDictionary<Scenario, ScenarioResult> results)
    {
        text.WriteLine();
        text.WriteLine("**budgets**");
        text.WriteLine();
        foreach (var budget in suite.Budgets)
        {
            var measured = results.FirstOrDefault(pair => pair.Key.Name == budget.Scenario).Value is { } result
                ? Measured(suite, budget, result) : null;
            var verdict = measured is null ? "not measured  " : measured <= budget.Max ? "holds         " : "DOES NOT HOLD ";
            var what = budget.Peer is null ? "" : $" to {budget.Peer}";
            text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"- {verdict} {budget.Scenario}, {budget.Metric.Title}{what}: {measured:#,0.##}, at most {budget.Max:#,0.##}"));
        }
    }

    private static double? Measured(Suite suite, Budget budget, ScenarioResult result)
    {
        var ours = result.Median(suite.Ours, budget.Metric);
        return budget.Peer is null ? ours : ours / result.Median(suite.Peers.First(peer => peer.Name == budget.Peer), budget.Metric);
    }
}
