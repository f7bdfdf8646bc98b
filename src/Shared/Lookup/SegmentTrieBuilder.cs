// Lays out the data of a SegmentTrie. This file is compiled into the generator, which emits the data, and into the runtime, for patterns
// that are registered at run time.
using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

internal static class SegmentTrieBuilder
{
    // The numbers of a node: its first key, its wildcard child, and the start and length of three ranges.
    private const int RowLength = 8;

    /// <summary>Lays out a trie.</summary>
    /// <param name="patterns">Patterns with wildcards, in the order of a table; at least one.</param>
    /// <param name="groups">The host group of each pattern.</param>
    /// <param name="groupCount">The number of host groups.</param>
    internal static SegmentTrieData Build(IReadOnlyList<RoutePattern> patterns, IReadOnlyList<int> groups, int groupCount)
    {
        var roots = new Node?[groupCount];
        var depthMax = 0;
        for (var index = 0; index < patterns.Count; index++)
        {
            var root = roots[groups[index]] ??= new Node();
            root.Add(patterns[index], index);
            depthMax = Math.Max(depthMax, patterns[index].Segments.Length);
        }

        var nodes = new List<Node>();
        var rootNumbers = new int[groupCount];
        for (var group = 0; group < groupCount; group++)
        {
            rootNumbers[group] = roots[group] == null ? -1 : nodes.Count;
            roots[group]?.Number(nodes);
        }

        return Flatten(nodes, rootNumbers, depthMax);
    }

    private static SegmentTrieData Flatten(List<Node> nodes, int[] roots, int depthMax)
    {
        var keyCount = 0;
        foreach (var node in nodes) keyCount += node.Literals?.Count ?? 0;
        var keys = new string[keyCount];
        var targets = new int[keyCount];
        var rows = new int[(nodes.Count * RowLength) + 1];
        var (key, row) = (0, 0);
        foreach (var node in nodes)
        {
            rows[row++] = key;
            rows[row++] = node.Wildcard?.Index ?? 0;
            row = Write(node.Leaf, rows, row);
            row = Write(node.End, rows, row);
            row = Write(node.Tail, rows, row);
            if (node.Literals == null) continue;
            foreach (var pair in node.Literals)
            {
                keys[key] = pair.Key;
                targets[key++] = pair.Value.Index;
            }
        }

        rows[row] = key;
        return new SegmentTrieData(keys, targets, rows, roots, depthMax);
    }

    private static int Write(Range range, int[] rows, int row)
    {
        rows[row] = range.First;
        rows[row + 1] = range.Count;
        return row + 2;
    }

    /// <summary>Adjacent entries that differ only in their method.</summary>
    private struct Range
    {
        internal int First;
        internal int Count;

        internal void Add(int index)
        {
            if (Count++ == 0) First = index;
        }
    }

    private sealed class Node
    {
        internal Range Leaf;
        internal Range End;
        internal Range Tail;

        /// <summary>The children for literals, or null for none.</summary>
        internal SortedDictionary<string, Node>? Literals { get; private set; }

        internal Node? Wildcard { get; private set; }

        internal int Index { get; private set; }

        internal void Add(RoutePattern pattern, int index)
        {
            var node = this;
            foreach (var segment in pattern.Segments)
            {
                if (segment.Kind == SegmentKind.End) node.End.Add(index);
                else if (segment.Kind == SegmentKind.Tail) node.Tail.Add(index);
                else if (segment.Kind == SegmentKind.Wildcard) node = node.Wildcard ??= new Node();
                else node = node.Child(segment.Text);
            }

            var last = pattern.Segments[pattern.Segments.Length - 1].Kind;
            if (last is SegmentKind.Literal or SegmentKind.Wildcard) node.Leaf.Add(index);
        }

        internal void Number(List<Node> nodes)
        {
            Index = nodes.Count;
            nodes.Add(this);
            if (Literals != null)
                foreach (var child in Literals.Values) child.Number(nodes);
            Wildcard?.Number(nodes);
        }

        private Node Child(string text)
        {
            Literals ??= new(Comparer<string>.Create(PatternOrder.CompareAsUtf8));
            if (!Literals.TryGetValue(text, out var child)) Literals.Add(text, child = new Node());
            return child;
        }
    }
}
