namespace Runtime.Tests.House;

/// <summary>Circles of a graph: sets of nodes each of which reaches all others.</summary>
internal static class Circles
{
    /// <summary>Sets of at least two nodes, in ordinal order.</summary>
    internal static List<string[]> In(Dictionary<string, SortedSet<string>> edges)
    {
        var reached = edges.Keys.ToDictionary(static node => node, node => Reached(edges, node));
        return
        [
            .. edges.Keys
                .Select(
                    node =>
                        reached[node].Where(other => reached.TryGetValue(other, out var back) && back.Contains(node)).Append(node)
                            .Distinct())
                .Select(static circle => circle.Order(StringComparer.Ordinal).ToArray())
                .Where(static circle => circle.Length > 1)
                .DistinctBy(static circle => circle[0])
                .OrderBy(static circle => circle[0], StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Reached(Dictionary<string, SortedSet<string>> edges, string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var node))
        {
            if (!edges.TryGetValue(node, out var next)) continue;
            foreach (var other in next)
                if (reached.Add(other)) open.Push(other);
        }

        return reached;
    }
}
