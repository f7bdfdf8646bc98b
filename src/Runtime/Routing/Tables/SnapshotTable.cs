// The patterns that were registered at run time. A table is immutable. Registration creates a new table with one more entry, so that
// requests in progress are not affected.
//
// The key of an exact entry or a prefix is its host and literal path in UTF-8. Exact entries are sorted by key, and so are the prefixes of
// each length, which form a group. A look-up is a binary search among the exact entries, and one in each group at whose length the path has
// a slash. The number of groups is bounded by the number of lengths of prefixes, whatever a peer sends. Entries that differ only in the
// method are adjacent; the first one that admits the method is the result.
//
// Entries with wildcards are in a trie, as in a compiled table (Lookup/SegmentTrie.cs). The trie is built at the first look-up, so that a
// program that registers a thousand patterns in a row builds only one.
using System.Text;

namespace RouteGen.Routing;

/// <summary>An immutable table of the entries that were registered at run time.</summary>
internal sealed class SnapshotTable : MatchTable
{
    internal static readonly SnapshotTable Empty = new([], []);

    private readonly MuxEntry[] _entries;
    private readonly byte[][] _keys;
    private readonly Group[] _groups;
    private readonly int _exactCount;
    private readonly int _prefixStart;
    private HostTries? _tries;

    private SnapshotTable(MuxEntry[] entries, byte[][] keys)
    {
        _entries = entries;
        _keys = keys;
        foreach (var entry in entries)
        {
            if (entry.Kind == MuxEntryKind.Exact) _exactCount++;
            if (entry.Kind != MuxEntryKind.Prefix) _prefixStart++;
            IsClassic &= entry.IsClassic;
            HasMethods |= entry.Method.Length > 0;
            HasHosts |= entry.Host.Length > 0;
        }

        _groups = GroupPrefixes();
    }

    public override ReadOnlySpan<MuxEntry> Entries => _entries;

    public override int ExactCount => _exactCount;

    public override string AssemblyName => "";

    private ReadOnlySpan<MuxEntry> WildcardEntries => _entries.AsSpan(_exactCount, _prefixStart - _exactCount);

    /// <summary>Returns a table that also has the given entry, which must not conflict with another one.</summary>
    internal SnapshotTable Add(MuxEntry entry)
    {
        var (start, end) = (0, _entries.Length);
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            if (PatternOrder.Compare(_entries[middle].Parsed, entry.Parsed) < 0) start = middle + 1;
            else end = middle;
        }

        return new SnapshotTable(
            Insert(_entries, start, entry), Insert(_keys, start, Encoding.UTF8.GetBytes(entry.Host + entry.Parsed.LiteralPath)));
    }

    public override void Match(in RouteQuery query, ref RouteMatch match)
    {
        match = default;
        var host = query.Host;
        var path = query.Path;
        var exact = new Group(0, 0, _exactCount);
        var generic = Find(exact, default, path, query.Method);
        var own = host.IsEmpty ? null : Find(exact, host, path, query.Method);
        match.HasExactForm = own is not null || generic is not null;
        own ??= host.IsEmpty ? null : FindInexact(query, host);
        match.Entry = own ?? generic ?? FindInexact(query, default);
        if (IsClassic && !match.HasExactForm) match.SlashForm = FindSlashForm(host, path);
    }

    internal override void MatchAlso(in RouteQuery query, ref RouteMatch match)
    {
        var own = default(RouteMatch);
        Match(query, ref own);
        match.Merge(own);
    }

    internal override Registrations RegisterBeside(MatchTable compiled)
    {
        var registrations = new Registrations(compiled);
        foreach (var entry in _entries) registrations.Add(entry);
        return registrations;
    }

    internal override void AddLine(Registrations registrations, MuxEntry entry) => registrations.Add(entry);

    internal override void AddMethods(in RouteQuery query, ref AllowedMethods methods)
    {
        if (!query.Host.IsEmpty) AddMethods(query, query.Host, ref methods);
        AddMethods(query, default, ref methods);
    }

    private void AddMethods(in RouteQuery query, ReadOnlySpan<byte> host, ref AllowedMethods methods)
    {
        AddMethods(new Group(0, 0, _exactCount), host, query.Path, ref methods);
        foreach (ref readonly var group in _groups.AsSpan())
            if (group.EndsIn(query.Path)) AddMethods(group, host, query.Path[..group.PathLength], ref methods);
        Tries?.AddMethods(host, query, WildcardEntries, ref methods);
    }

    private void AddMethods(Group group, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path, ref AllowedMethods methods)
    {
        for (var index = LowerBound(group, host, path); index < group.End && IsAt(index, host, path); index++)
            methods.Add(_entries[index].Method);
    }

    private MuxEntry? FindInexact(in RouteQuery query, ReadOnlySpan<byte> host)
    {
        var wildcard = Tries?.Find(host, query, WildcardEntries);
        return wildcard is { HasTail: false } ? wildcard : MatchTables.Better(wildcard, FindPrefix(query, host));
    }

    private MuxEntry? FindPrefix(in RouteQuery query, ReadOnlySpan<byte> host)
    {
        foreach (ref readonly var group in _groups.AsSpan())
        {
            if (!group.EndsIn(query.Path)) continue;
            if (Find(group, host, query.Path[..group.PathLength], query.Method) is { } entry) return entry;
        }

        return null;
    }

    // Called only for classic patterns, which admit all methods.
    private MuxEntry? FindSlashForm(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        foreach (ref readonly var group in _groups.AsSpan())
        {
            if (group.PathLength != path.Length + 1) continue;
            using var slashed = new SlashedKey(path, stackalloc byte[SlashedKey.ScratchBytes]);
            var own = host.IsEmpty ? null : Find(group, host, slashed.Bytes, default);
            return own ?? Find(group, default, slashed.Bytes, default);
        }

        return null;
    }

    private MuxEntry? Find(Group group, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path, ReadOnlySpan<byte> method)
    {
        for (var index = LowerBound(group, host, path); index < group.End && IsAt(index, host, path); index++)
            if (_entries[index].Admits(method)) return _entries[index];
        return null;
    }

    private int LowerBound(Group group, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        var (start, end) = (group.Start, group.End);
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            if (Compare(_keys[middle], host, path) < 0) start = middle + 1;
            else end = middle;
        }

        return start;
    }

    private bool IsAt(int index, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path) => Compare(_keys[index], host, path) == 0;

    // Compares a key with host and path, without concatenating them. A host has no slash, so a key cannot match another host and path.
    private static int Compare(ReadOnlySpan<byte> key, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        if (key.Length < host.Length) return key.SequenceCompareTo(host);
        var order = key[..host.Length].SequenceCompareTo(host);
        return order != 0 ? order : key[host.Length..].SequenceCompareTo(path);
    }

    private Group[] GroupPrefixes()
    {
        var groups = new List<Group>();
        for (var start = _prefixStart; start < _entries.Length;)
        {
            var length = _entries[start].LiteralLength;
            var end = start + 1;
            while (end < _entries.Length && _entries[end].LiteralLength == length) end++;
            groups.Add(new Group(length, start, end));
            start = end;
        }

        return groups.ToArray();
    }

    // Created on first use, without a lock, because two threads create equal ones.
    private HostTries? Tries => _exactCount == _prefixStart ? null : _tries ??= new HostTries(WildcardEntries);

    private static T[] Insert<T>(T[] array, int index, T item)
    {
        var result = new T[array.Length + 1];
        array.AsSpan(0, index).CopyTo(result);
        result[index] = item;
        array.AsSpan(index).CopyTo(result.AsSpan(index + 1));
        return result;
    }

    /// <summary>A sorted range of entries: the exact entries, or the prefixes of one length. The length includes the last slash.</summary>
    private readonly struct Group(int pathLength, int start, int end)
    {
        internal int PathLength { get; } = pathLength;

        internal int Start { get; } = start;

        internal int End { get; } = end;

        internal bool EndsIn(ReadOnlySpan<byte> path) => PathLength <= path.Length && path[PathLength - 1] == '/';
    }
}
