// The entries with wildcards, as a tree of segments laid out in arrays.
//
// A node is a row of eight numbers: where its literal children begin among the keys (they end where the next row's begin), the node of its
// wildcard child (0 for none, since a root is never a child), and three ranges of entries, each as first and count: those whose pattern
// ends here without a slash, with {$}, and with a tail. A range holds entries that differ in their method only, the more specific method
// first.
//
// The search goes down segment by segment: the literal child first, then the wildcard child, then the tail of this node. So of the entries
// that match a path the more specific one is found first, and one that does not admit the method is passed over.
//
// The bound. The path decides how deep a node is looked at, and a node has one parent, so that a search comes to a node at most once,
// whatever the path: never more steps than there are nodes, which is at most one for each segment of each pattern. A step is one binary
// search among the node's literals. The slashes of the path are found once, and no more of them than the deepest pattern has; a step
// compares no more bytes of a segment than a literal has. So the worst a peer can do with a path of any length is to have it read once and
// each node looked at once; it grows with the table, not with the request. A path goes two ways where a node has both a fitting literal and
// a wildcard child, so that tables in which every segment of many patterns is a literal here and a wildcard there make it long: the build
// warns of one in which it may take more than 1,000 steps (RG0209).
using System.ComponentModel;
using System.Text;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A fixed set of patterns with wildcards, each in a group, that finds the most specific one.</summary>
/// <remarks>Created by generated code only. Immutable, so any thread may use it.</remarks>
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

    /// <summary>Takes a trie that the generator has laid out.</summary>
    /// <param name="keys">The literal segments, node by node, each node's sorted by their bytes, concatenated.</param>
    /// <param name="starts">The start of each segment, and the end of the last one.</param>
    /// <param name="targets">The node that each segment leads to.</param>
    /// <param name="nodes">The nodes' rows, and the first number of one row more.</param>
    /// <param name="roots">For each group the node to begin at, or -1 for none.</param>
    /// <param name="depthMax">The most segments of a pattern; at most 250, since as many numbers are kept on the stack.</param>
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

    /// <summary>Takes what was laid out at run time.</summary>
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

    // Finds as many slashes as there is room for; deeper levels are not needed.
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
