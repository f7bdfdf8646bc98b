// The entries with wildcards, as a trie of path segments in arrays.
//
// A node is a row of eight numbers: the index of its first literal child among the keys (the next row has the end), the node of its
// wildcard child (0 for none, because a root is never a child), and three ranges of entries, each with its first entry and its count. The
// ranges are for patterns that end here without a slash, with {$}, and with a tail. Entries of a range differ only in the method; the more
// specific method is first.
//
// The search descends segment by segment. It tries the literal child, then the wildcard child, then the tail of the node, so that it finds
// the most specific entry first. Entries that do not admit the method are skipped.
//
// The cost of a search is bounded by the table, not by the request. Each node has one parent, so a search visits a node at most once. The
// number of nodes is at most the number of segments of all patterns. A visit is one binary search among the literals of the node; each
// comparison reads no more bytes than the literal has. No more slashes of the path are located than the deepest pattern has. A search
// branches where a node has both a matching literal child and a wildcard child. The build warns if a search may take more than 1,000 steps
// (RG0209).
using System.ComponentModel;
using System.Text;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>An immutable set of patterns with wildcards, each in a group, that finds the most specific match.</summary>
/// <remarks>Created only by generated code. Thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SegmentTrie
{
    private const int RowLength = 8;

    private readonly byte[] _keys;
    private readonly uint[] _starts;
    private readonly int[] _targets;
    private readonly int[] _nodes;
    private readonly int[] _roots;
    private readonly int _depthMax;

    /// <summary>Creates a trie from generated data.</summary>
    /// <param name="keys">The literal segments, concatenated node by node. The segments of a node are sorted by their bytes.</param>
    /// <param name="starts">The start of each segment, and the end of the last one.</param>
    /// <param name="targets">The child node of each segment.</param>
    /// <param name="nodes">The rows of the nodes, followed by the first number of another row.</param>
    /// <param name="roots">The root node of each group, or -1 for none.</param>
    /// <param name="depthMax">Largest number of segments of a pattern. At most 250, because that many numbers are allocated on the
    /// stack.</param>
    public SegmentTrie(
        ReadOnlySpan<byte> keys, ReadOnlySpan<uint> starts, ReadOnlySpan<int> targets, ReadOnlySpan<int> nodes, ReadOnlySpan<int> roots,
        int depthMax)
    {
        _keys = keys.ToArray();
        _starts = starts.ToArray();
        _targets = targets.ToArray();
        _nodes = nodes.ToArray();
        _roots = roots.ToArray();
        _depthMax = depthMax;
    }

    /// <summary>Creates a trie from data that was computed at run time.</summary>
    internal SegmentTrie(SegmentTrieData data)
        : this(Encoding.UTF8.GetBytes(string.Concat(data.Keys)), StartsOf(data.Keys), data.Targets, data.Nodes, data.Roots, data.DepthMax)
    {
    }

    /// <summary>Returns the index of the most specific entry that matches, or -1 for none. Allocates nothing.</summary>
    /// <param name="group">The group of the host.</param>
    /// <param name="query">The method and the path.</param>
    /// <param name="entries">The entries with wildcards, in the order of the table.</param>
    internal int Find(int group, in RouteQuery query, ReadOnlySpan<MuxEntry> entries)
    {
        var methods = default(AllowedMethods);
        return Walk(group, query, entries, isCollecting: false, ref methods);
    }

    /// <summary>Adds the methods of all entries that match the path.</summary>
    internal void AddMethods(int group, in RouteQuery query, ReadOnlySpan<MuxEntry> entries, ref AllowedMethods methods) =>
        Walk(group, query, entries, isCollecting: true, ref methods);

    private int Walk(int group, in RouteQuery query, ReadOnlySpan<MuxEntry> entries, bool isCollecting, ref AllowedMethods methods)
    {
        if (_roots[group] < 0 || query.Path is not [(byte)'/', ..]) return -1;
        Span<int> slashes = stackalloc int[_depthMax + 1];
        var count = FindSlashes(query.Path, slashes);
        var search = new Search(this, query, slashes[..count], entries, isCollecting, ref methods);
        return search.Visit(_roots[group], 0);
    }

    // Finds the first slashes of the path. Slashes that do not fit in the span are not needed.
    private static int FindSlashes(ReadOnlySpan<byte> path, Span<int> slashes)
    {
        var count = 0;
        for (var at = 0; count < slashes.Length; at++)
        {
            var next = path[at..].IndexOf((byte)'/');
            if (next < 0) break;
            at += next;
            slashes[count++] = at;
        }

        return count;
    }

    private int FindChild(int node, ReadOnlySpan<byte> segment)
    {
        var (start, end) = (_nodes[node * RowLength], _nodes[(node + 1) * RowLength]);
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            var first = (int)_starts[middle];
            var order = _keys.AsSpan(first, (int)_starts[middle + 1] - first).SequenceCompareTo(segment);
            if (order == 0) return _targets[middle];
            if (order < 0) start = middle + 1;
            else end = middle;
        }

        return -1;
    }

    private static uint[] StartsOf(string[] keys)
    {
        var starts = new uint[keys.Length + 1];
        for (var key = 0; key < keys.Length; key++) starts[key + 1] = starts[key] + (uint)Encoding.UTF8.GetByteCount(keys[key]);
        return starts;
    }

    private readonly ref struct Search(
        SegmentTrie trie, in RouteQuery query, ReadOnlySpan<int> slashes, ReadOnlySpan<MuxEntry> entries, bool isCollecting,
        ref AllowedMethods methods)
    {
        private const int Wildcard = 1;
        private const int Leaf = 2;
        private const int End = 4;
        private const int Tail = 6;

        private readonly ReadOnlySpan<byte> _path = query.Path;
        private readonly ReadOnlySpan<byte> _method = query.Method;
        private readonly ReadOnlySpan<int> _slashes = slashes;
        private readonly ReadOnlySpan<MuxEntry> _entries = entries;
        private readonly ref AllowedMethods _methods = ref methods;

        internal int Visit(int node, int depth)
        {
            if (depth == _slashes.Length) return Choose(node, Leaf);
            var start = _slashes[depth] + 1;
            if (start == _path.Length) return Choose(node, End) is >= 0 and var end ? end : Choose(node, Tail);

            var segment = _path[start..(depth + 1 < _slashes.Length ? _slashes[depth + 1] : _path.Length)];
            var child = trie.FindChild(node, segment);
            if (child >= 0 && Visit(child, depth + 1) is >= 0 and var literal) return literal;
            child = trie._nodes[(node * RowLength) + Wildcard];
            if (child > 0 && Visit(child, depth + 1) is >= 0 and var wildcard) return wildcard;
            return Choose(node, Tail);
        }

        private int Choose(int node, int range)
        {
            var row = (node * RowLength) + range;
            var first = trie._nodes[row];
            for (var index = first; index < first + trie._nodes[row + 1]; index++)
            {
                if (isCollecting) _methods.Add(_entries[index]);
                else if (_entries[index].Admits(_method)) return index;
            }

            return -1;
        }
    }
}
