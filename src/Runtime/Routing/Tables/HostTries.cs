using System.Text;

namespace RouteGen.Routing;

/// <summary>A trie of the entries with wildcards that were registered at run time. Each host is a group; group 0 has no host.</summary>
internal sealed class HostTries
{
    private readonly byte[][] _hosts;
    private readonly SegmentTrie _trie;

    /// <summary>Builds the trie.</summary>
    /// <param name="entries">The entries with wildcards, in the order of a table. At least one.</param>
    internal HostTries(ReadOnlySpan<MuxEntry> entries)
    {
        var hosts = new List<string> { "" };
        var groupOf = new Dictionary<string, int> { [""] = 0 };
        var patterns = new RoutePattern[entries.Length];
        var groups = new int[entries.Length];
        for (var index = 0; index < entries.Length; index++)
        {
            patterns[index] = entries[index].Parsed;
            if (groupOf.TryGetValue(entries[index].Host, out groups[index])) continue;
            groupOf.Add(entries[index].Host, groups[index] = hosts.Count);
            hosts.Add(entries[index].Host);
        }

        _hosts = hosts.ConvertAll(Encoding.UTF8.GetBytes).ToArray();
        _trie = new SegmentTrie(SegmentTrieBuilder.Build(patterns, groups, hosts.Count));
    }

    internal MuxEntry? Find(ReadOnlySpan<byte> host, in RouteQuery query, ReadOnlySpan<MuxEntry> entries)
    {
        var group = GroupOf(host);
        return group >= 0 && _trie.Find(group, query, entries) is >= 0 and var index ? entries[index] : null;
    }

    internal void AddMethods(ReadOnlySpan<byte> host, in RouteQuery query, ReadOnlySpan<MuxEntry> entries, ref AllowedMethods methods)
    {
        if (GroupOf(host) is >= 0 and var group) _trie.AddMethods(group, query, entries, ref methods);
    }

    // A linear search, because programs have patterns for few hosts.
    private int GroupOf(ReadOnlySpan<byte> host)
    {
        for (var group = 0; group < _hosts.Length; group++)
            if (host.SequenceEqual(_hosts[group])) return group;
        return -1;
    }
}
