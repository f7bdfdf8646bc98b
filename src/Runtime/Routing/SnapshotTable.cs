// The patterns registered at run time. A table never changes: registration makes a new one with one entry more, so that whoever serves
// at that moment goes on with the old one.
//
// The search. Beside each entry stands its pattern as UTF-8. The order of the table is the order of these bytes, among the exact
// entries and among the prefixes of one path length, which are a group. A look-up is a binary search: one for the exact entries, one
// for each group whose length ends at a slash of the path. There are as many groups as the program has lengths of prefixes,
// whatever a peer sends.
using System.Text;

namespace RouteGen.Routing;

/// <summary>An immutable table of the entries that a mux was given at run time.</summary>
internal sealed class SnapshotTable : MatchTable
{
    internal static readonly SnapshotTable Empty = new([], [], []);

    private readonly RoutePattern[] _patterns;
    private readonly MuxEntry[] _entries;
    private readonly byte[][] _keys;
    private readonly Group[] _groups;
    private readonly int _exactCount;

    private SnapshotTable(RoutePattern[] patterns, MuxEntry[] entries, byte[][] keys)
    {
        _patterns = patterns;
        _entries = entries;
        _keys = keys;
        while (_exactCount < patterns.Length && !patterns[_exactCount].IsPrefix) _exactCount++;
        _groups = GroupPrefixes();
    }

    public override ReadOnlySpan<MuxEntry> Entries => _entries;

    public override int ExactCount => _exactCount;

    public override string AssemblyName => "";

    /// <summary>The entry of a pattern; null: it is not registered.</summary>
    internal MuxEntry? Find(RoutePattern pattern) => IndexOf(pattern) is >= 0 and var index ? _entries[index] : null;

    /// <summary>A table that has the entry too.</summary>
    internal SnapshotTable Add(RoutePattern pattern, MuxEntry entry)
    {
        var index = ~IndexOf(pattern);
        var key = Encoding.UTF8.GetBytes(pattern.Text);
        return new SnapshotTable(Insert(_patterns, index, pattern), Insert(_entries, index, entry), Insert(_keys, index, key));
    }

    public override void Match(in RouteQuery query, ref RouteMatch match)
    {
        var host = query.Host;
        var path = query.Path;
        var exact = new Group(0, 0, _exactCount);
        var generic = Search(exact, default, path);
        var own = host.IsEmpty ? null : Search(exact, host, path);
        match.HasExactForm = own is not null || generic is not null;
        own ??= host.IsEmpty ? null : FindPrefix(host, path);
        match.Entry = own ?? generic ?? FindPrefix(default, path);
        if (!match.HasExactForm) match.SlashForm = FindSlashForm(host, path);
    }

    private MuxEntry? FindPrefix(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        foreach (ref readonly var group in _groups.AsSpan())
        {
            if (group.PathLength > path.Length || path[group.PathLength - 1] != '/') continue;
            if (Search(group, host, path[..group.PathLength]) is { } entry) return entry;
        }

        return null;
    }

    private MuxEntry? FindSlashForm(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        foreach (ref readonly var group in _groups.AsSpan())
        {
            if (group.PathLength != path.Length + 1) continue;
            var own = host.IsEmpty ? null : Search(group, host, path, "/"u8);
            return own ?? Search(group, default, path, "/"u8);
        }

        return null;
    }

    private MuxEntry? Search(Group group, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path, ReadOnlySpan<byte> suffix = default)
    {
        var (start, end) = (group.Start, group.End);
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            var order = Compare(_keys[middle], host, path, suffix);
            if (order == 0) return _entries[middle];
            if (order < 0) start = middle + 1;
            else end = middle;
        }

        return null;
    }

    // Against the parts one behind the other, without joining them. A host holds no slash, so only one pattern has these parts.
    private static int Compare(ReadOnlySpan<byte> key, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path, ReadOnlySpan<byte> suffix)
    {
        var order = TakeAndCompare(ref key, host);
        if (order == 0) order = TakeAndCompare(ref key, path);
        return order != 0 ? order : key.SequenceCompareTo(suffix);
    }

    private static int TakeAndCompare(ref ReadOnlySpan<byte> key, ReadOnlySpan<byte> part)
    {
        if (key.Length < part.Length) return key.SequenceCompareTo(part);
        var order = key[..part.Length].SequenceCompareTo(part);
        key = key[part.Length..];
        return order;
    }

    // The index of a pattern; the complement of where it belongs when it is not there.
    private int IndexOf(RoutePattern pattern)
    {
        var (start, end) = (0, _patterns.Length);
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            var order = RoutePattern.CompareTableOrder(_patterns[middle], pattern);
            if (order == 0) return middle;
            if (order < 0) start = middle + 1;
            else end = middle;
        }

        return ~start;
    }

    private Group[] GroupPrefixes()
    {
        var groups = new List<Group>();
        for (var start = _exactCount; start < _patterns.Length;)
        {
            var length = PathLength(start);
            var end = start + 1;
            while (end < _patterns.Length && PathLength(end) == length) end++;
            groups.Add(new Group(length, start, end));
            start = end;
        }

        return groups.ToArray();
    }

    private int PathLength(int index) => _keys[index].Length - Encoding.UTF8.GetByteCount(_patterns[index].Host);

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
    }
}
