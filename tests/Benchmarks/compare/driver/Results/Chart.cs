using System.Globalization;
using System.Security;
using System.Text;
using Compare.Scenarios;

namespace Compare.Results;

/// <summary>The first figure of each scenario as bars, one panel a scenario. Each panel has a scale of its own.</summary>
internal static class Chart
{
    private const int Width = 760, LabelWidth = 110, ValueWidth = 90, BarHeight = 16, BarGap = 5, PanelGap = 26;

    internal static string Draw(Suite suite, IReadOnlyDictionary<Scenario, ScenarioResult> results)
    {
        var body = new StringBuilder();
        var top = 8;
        foreach (var (scenario, result) in results) top = Panel(body, suite, scenario, result, top);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{top}" viewBox="0 0 {Width} {top}" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{top}" fill="#ffffff"/>
            {body}</svg>

            """);
    }

    private static int Panel(StringBuilder body, Suite suite, Scenario scenario, ScenarioResult result, int top)
    {
        var metric = scenario.Metrics[0];
        var bars = suite.Peers.Select(peer => (Peer: peer, Value: result.Median(peer, metric))).Where(static bar => bar.Value is not null)
            .ToArray();
        if (bars.Length == 0) return top;
        var longest = Math.Max(bars.Max(static bar => bar.Value!.Value), double.Epsilon);
        top += 14;
        var title = SecurityElement.Escape($"{scenario.Name}: {scenario.Title} ({metric.Title})");
        body.AppendLine(CultureInfo.InvariantCulture, $"""<text x="8" y="{top}" font-weight="bold">{title}</text>""");
        top += 8;
        foreach (var (peer, value) in bars)
        {
            var length = Math.Max(1, value!.Value / longest * (Width - LabelWidth - ValueWidth));
            var colour = peer == suite.Ours ? "#0b7a4b" : "#9aa5b1";
            body.AppendLine(
                CultureInfo.InvariantCulture, $"""<text x="{LabelWidth - 8}" y="{top + 12}" text-anchor="end">{peer.Name}</text>""");
            body.AppendLine(
                CultureInfo.InvariantCulture,
                $"""<rect x="{LabelWidth}" y="{top}" width="{length:0.0}" height="{BarHeight}" fill="{colour}"/>""");
            body.AppendLine(
                CultureInfo.InvariantCulture, $"""<text x="{LabelWidth + length + 6:0.0}" y="{top + 12}">{metric.Show(value)}</text>""");
            top += BarHeight + BarGap;
        }

        return top + PanelGap - BarGap;
    }
}
