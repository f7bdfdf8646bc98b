// The patterns registered at run time. A table never changes: registration makes a new one with one more entry, so that requests in
// progress continue with the old one.
//
// The search. Each exact entry and each prefix has its host and literal path as UTF-8. The order of the table is the order of these bytes,
// among the exact entries and among the prefixes of one path length, which are a group. A look-up is a binary search: one for the exact
// entries, one for each group whose length ends at a slash of the path. There are as many groups as the program has lengths of prefixes,
// whatever a peer sends. Entries that differ only in their method are adjacent, and the first one that admits the method serves the
// request.
//
// Entries with wildcards are searched as a compiled table's are (Lookup/SegmentTrie.cs). Their trie is laid out when the table is first
// asked, so that a program which registers a thousand patterns one after another lays out one.
using System.Text;

namespace RouteGen.Routing;

/// <summary>An immutable table of the entries that a mux was given at run time.</summary>
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

    /// <summary>A table that has the entry too. It is in conflict with none.</summary>
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

    // Only of classic patterns, whose methods are all.
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

    // Compares with the concatenated parts, without joining them. A host holds no slash, so only one host and path have these parts.
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

    // Whichever thread comes first makes them; two are alike.
    private HostTries? Tries => _exactCount == _prefixStart ? null : _tries ??= new HostTries(WildcardEntries);

    private static T[] Insert<T>(T[] array, int index, T item)
    {
        var result = new T[array.Length + 1];
        array.AsSpan(0, index).CopyTo(result);
        result[index] = item;
        array.AsSpan(index).CopyTo(result.AsSpan(index + 1));
        return result;
    }

    /// <summary>Entries that can be searched: the exact ones, or the prefixes whose path has one length, the last slash counted.</summary>
    private readonly struct Group(int pathLength, int start, int end)
    {
        internal int PathLength { get; } = pathLength;

        internal int Start { get; } = start;

        internal int End { get; } = end;

        internal bool EndsIn(ReadOnlySpan<byte> path) => PathLength <= path.Length && path[PathLength - 1] == '/';
    }
}
