using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Compare.Results;

/// <summary>What one scenario gave: for every peer the figures of every round.</summary>
internal sealed class ScenarioResult
{
    private readonly SortedDictionary<string, List<double>> _figures = new(StringComparer.Ordinal);

    /// <summary>When it was measured.</summary>
    internal DateTime Time { get; init; } = DateTime.UtcNow;

    internal int RoundCount => _figures.Count == 0 ? 0 : _figures.Values.Max(static rounds => rounds.Count);

    internal void Add(Peer peer, Metric metric, double value)
    {
        var key = Key(peer, metric);
        if (!_figures.TryGetValue(key, out var rounds)) _figures.Add(key, rounds = []);
        rounds.Add(value);
    }

    /// <summary>The figures of a peer, round by round; empty if it took no part.</summary>
    internal IReadOnlyList<double> Rounds(Peer peer, Metric metric) => _figures.GetValueOrDefault(Key(peer, metric)) ?? [];

    /// <summary>The median over the rounds; null when the peer took no part.</summary>
    internal double? Median(Peer peer, Metric metric)
    {
        if (!_figures.TryGetValue(Key(peer, metric), out var rounds)) return null;
        var sorted = rounds.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Our median divided by a peer's; null for ourselves, for a peer that took no part, and if the peer's is zero.</summary>
    internal double? RatioTo(Peer peer, Suite suite, Metric metric) =>
        peer != suite.Ours && Median(suite.Ours, metric) is { } ours && Median(peer, metric) is { } theirs and not 0 ? ours / theirs : null;

    internal void Save(string file)
    {
        var figures = new JsonObject(_figures.Select(static pair =>
            KeyValuePair.Create<string, JsonNode?>(
                pair.Key, new JsonArray([.. pair.Value.Select(static value => (JsonNode)Math.Round(value, 3))]))));
        var node = new JsonObject { ["time"] = Time.ToString("u", CultureInfo.InvariantCulture), ["rounds"] = figures };
        File.WriteAllText(file, node.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    internal static ScenarioResult? Load(string file)
    {
        if (!File.Exists(file)) return null;
        var node = JsonNode.Parse(File.ReadAllText(file))!;
        var result = new ScenarioResult
        { Time = DateTime.Parse((string)node["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) };
        foreach (var (key, rounds) in node["rounds"]!.AsObject())
            result._figures.Add(key, [.. rounds!.AsArray().Select(static value => (double)value!)]);
        return result;
    }

    private static string Key(Peer peer, Metric metric) => $"{peer.Name}/{metric.Name}";
}
