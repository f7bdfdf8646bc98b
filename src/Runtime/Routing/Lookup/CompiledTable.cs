// What a generated table does with its data. The generated class is data plus the properties that view it; the algorithm is here, where
// it has tests and a debugger.
//
// Groups. Group 0 is the patterns without a host; every host that patterns name has a group of its own, one more than its index among
// Hosts. A request is looked up in its host's group first, then in group 0: exact, then the longest prefix, each time.
//
// Indexes. Exact answers an index into Entries; Prefixes one that counts from ExactCount.
using System.ComponentModel;

namespace RouteGen;

/// <summary>A match table that was laid out when the program was compiled. Generated code derives from it; a program does not.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledTable : MatchTable
{
    /// <summary>The exact paths: an index into <see cref="MatchTable.Entries"/>.</summary>
    protected abstract PathIndex Exact { get; }

    /// <summary>The prefixes: an index into the entries behind the exact ones.</summary>
    protected abstract PrefixIndex Prefixes { get; }

    /// <summary>The hosts that patterns name, in group 0: a host's index plus one is its group.</summary>
    protected abstract PathIndex Hosts { get; }

    /// <inheritdoc/>
    public sealed override void Match(in RouteQuery query, ref RouteMatch match)
    {
        match = default;
        var hosts = Hosts;
        var group = hosts.IsEmpty || query.Host.IsEmpty ? 0 : hosts.Find(0, query.Host) + 1;

        var exact = Exact;
        var found = exact.Find(group, query.Path);
        if (found >= 0)
        {
            match.Entry = Entries[found];
            match.HasExactForm = true;
            return;
        }

        var foundAnyHost = group == 0 ? -1 : exact.Find(0, query.Path);
        match.HasExactForm = foundAnyHost >= 0;

        var prefixes = Prefixes;
        if (prefixes.IsEmpty)
        {
            if (foundAnyHost >= 0) match.Entry = Entries[foundAnyHost];
            return;
        }

        match.Entry = FindBelow(in prefixes, group, foundAnyHost, query.Path);
        if (!match.HasExactForm) match.SlashForm = FindSlashForm(in prefixes, group, query.Path);
    }

    // What is left once the host's group has no exact entry: its longest prefix; then group 0, exact before prefix.
    private MuxEntry? FindBelow(in PrefixIndex prefixes, int group, int exactAnyHost, ReadOnlySpan<byte> path)
    {
        var found = prefixes.FindLongest(group, path);
        if (found >= 0) return Entries[ExactCount + found];
        if (exactAnyHost >= 0) return Entries[exactAnyHost];
        if (group == 0) return null;
        found = prefixes.FindLongest(0, path);
        return found >= 0 ? Entries[ExactCount + found] : null;
    }

    // A path that ends in a slash is never redirected to one with another, and neither is no path at all.
    private MuxEntry? FindSlashForm(in PrefixIndex prefixes, int group, ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[^1] == (byte)'/') return null;
        var found = prefixes.Find(group, path);
        if (found < 0 && group != 0) found = prefixes.Find(0, path);
        return found >= 0 ? Entries[ExactCount + found] : null;
    }
}
