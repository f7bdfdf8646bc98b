// From the table to the data that finds an entry in it. Only an emitted table needs it, so that it is apart from MuxPlanner, whose
// conflicts an editor shows on every keystroke.
using System.Text;

namespace RouteGen.Generators.Planning;

internal static class LookupPlanner
{
    // The width of the runtime's SlashMask.
    private const int MaskWidth = 64;

    /// <summary>Lays out what a table is consulted with.</summary>
    internal static LookupPlan Layout(MuxPlan plan)
    {
        var hosts = plan.Entries.Select(static entry => entry.Host).Where(static host => host.Length != 0).Distinct().ToArray();
        Array.Sort(hosts, string.CompareOrdinal);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        foreach (var host in hosts) groups.Add(host, groups.Count);

        var exact = plan.Entries.Take(plan.ExactCount).Select(entry => (entry.Path, groups[entry.Host])).ToArray();
        var prefixes = plan.Entries.Skip(plan.ExactCount)
            .Select(entry => (entry.Path.Substring(0, entry.Path.Length - 1), groups[entry.Host])).ToArray();
        var (lengths, longLengths) = LengthsOf(prefixes, groups.Count);
        return new(
            BuildUnlessEmpty(exact),
            BuildUnlessEmpty(prefixes),
            new(lengths),
            new(longLengths),
            BuildUnlessEmpty(Array.ConvertAll(hosts, static host => (host, 0))));
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

    private static PathIndexData? BuildUnlessEmpty((string Text, int Group)[] keys) => keys.Length == 0 ? null : PathIndexBuilder.Build(keys);
}
