using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Scenarios;

namespace Compare.Results;

/// <summary>The medians of every scenario and peer, and our ratio to each, for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    internal static string Create(Suite suite, IReadOnlyDictionary<Scenario, ScenarioResult> results)
    {
        var scenarios = new JsonObject();
        foreach (var (scenario, result) in results)
        {
            var peers = new JsonObject();
            foreach (var peer in suite.Peers.Where(peer => result.Median(peer, scenario.Metrics[0]) is not null))
                peers[peer.Name] = Figures(suite, scenario, result, peer);
            scenarios[scenario.Name] = new JsonObject { ["title"] = scenario.Title, ["roundCount"] = result.RoundCount, ["peers"] = peers };
        }

        return new JsonObject { ["machine"] = Machine.Describe(), ["scenarios"] = scenarios }.ToJsonString(s_indented);
    }

    private static JsonObject Figures(Suite suite, Scenario scenario, ScenarioResult result, Peer peer)
    {
        var figures = new JsonObject();
        foreach (var metric in scenario.Metrics)
        {
            if (result.Median(peer, metric) is { } value) figures[metric.Name] = Math.Round(value, 3);
        }

        if (result.RatioTo(peer, suite, scenario.Metrics[0]) is { } ratio) figures["oursToIt"] = Math.Round(ratio, 3);

        return figures;
    }
}
