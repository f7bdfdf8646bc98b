// Lays out the data with which a table finds an entry. Only an emitted table needs this data, so this step is separate from MuxPlanner,
// whose conflicts an editor shows on every keystroke.
using System.Text;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class LookupPlanner
{
    // The width of the runtime's SlashMask.
    private const int MaskWidth = 64;

    /// <summary>Lays out the lookup data of a table.</summary>
    internal static LookupPlan Layout(MuxPlan plan)
    {
        var hosts = plan.Entries.Select(static entry => entry.Host).Where(static host => host.Length != 0).Distinct().ToArray();
        Array.Sort(hosts, string.CompareOrdinal);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        foreach (var host in hosts) groups.Add(host, groups.Count);

        var exact = DistinctPaths(plan.Entries.Take(plan.ExactCount), groups, out var exactFirsts);
        var prefixes = DistinctPaths(plan.Entries.Skip(plan.ExactCount + plan.WildcardCount), groups, out var prefixFirsts);
        prefixes = Array.ConvertAll(prefixes, static prefix => (prefix.Text.Substring(0, prefix.Text.Length - 1), prefix.Group));
        var (lengths, longLengths) = LengthsOf(prefixes, groups.Count);
        return new(
            BuildUnlessEmpty(exact),
            new(exactFirsts),
            BuildTrie(plan.Entries.Skip(plan.ExactCount).Take(plan.WildcardCount).ToArray(), groups),
            BuildUnlessEmpty(prefixes),
            new(prefixFirsts),
            new(lengths),
            new(longLengths),
            BuildUnlessEmpty(Array.ConvertAll(hosts, static host => (host, 0))));
    }

    // Entries that differ only in their method are adjacent and share a key. Without such entries, a key and its entry have the same index,
    // and firsts is empty.
    private static (string Text, int Group)[] DistinctPaths(
        IEnumerable<PlannedEntry> entries, Dictionary<string, int> groups, out ushort[] firsts)
    {
        var keys = new List<(string Text, int Group)>();
        var starts = new List<ushort>();
        var count = 0;
        foreach (var entry in entries)
        {
            var key = (entry.Path, groups[entry.Host]);
            if (keys.Count == 0 || keys[keys.Count - 1] != key)
            {
                keys.Add(key);
                starts.Add((ushort)count);
            }

            count++;
        }

        starts.Add((ushort)count);
        firsts = keys.Count == count ? [] : [.. starts];
        return [.. keys];
    }

    private static TrieData? BuildTrie(PlannedEntry[] entries, Dictionary<string, int> groups)
    {
        if (entries.Length == 0) return null;
        var patterns = Array.ConvertAll(entries, static entry => entry.Route.Parsed);
        var data = SegmentTrieBuilder.Build(patterns, Array.ConvertAll(entries, entry => groups[entry.Host]), groups.Count);
        var starts = new uint[data.Keys.Length + 1];
        for (var key = 0; key < data.Keys.Length; key++) starts[key + 1] = starts[key] + (uint)Encoding.UTF8.GetByteCount(data.Keys[key]);
        return new(new(data.Keys), new(starts), new(data.Targets), new(data.Nodes), new(data.Roots), data.DepthMax);
    }

    private static (ulong[] Lengths, int[] LongLengths) LengthsOf((string Key, int Group)[] prefixes, int groupCount)
    {
        var lengths = new ulong[prefixes.Length == 0 ? 0 : groupCount];
        var longLengths = new SortedSet<int>();
        foreach (var (key, group) in prefixes)
        {
            var length = Encoding.UTF8.GetByteCount(key);
            if (length < MaskWidth) lengths[group] |= 1UL << length;
            else longLengths.Add(length);
        }

        return (lengths, longLengths.Reverse().ToArray());
    }

    private static PathIndexData? BuildUnlessEmpty((string Text, int Group)[] keys) =>
        keys.Length == 0 ? null : PathIndexBuilder.Build(keys);
}
