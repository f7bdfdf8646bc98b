// The patterns of a mux as a tree of segments, to find what a new one conflicts with without comparing it with all. Both sides register
// through it: the generator when it plans a table, and a mux at run time. It is not what requests are matched with (Lookup/).
//
// A pattern is walked down every branch that shares a path with it. A pattern for every method with a tail, such as "/", shares paths with
// everything below it and conflicts with none of it, so that the walk ends there; that is what keeps a table of many routes cheap.
using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>A set of patterns without conflicts. Not thread-safe.</summary>
internal sealed class PatternTree
{
    private readonly Dictionary<string, Node> _hosts = new(StringComparer.Ordinal);

    /// <summary>Adds a pattern that is in conflict with none.</summary>
    public void Add(RoutePattern pattern) => ListFor(pattern).Add(pattern);

    /// <summary>Takes the pattern out again.</summary>
    public void Remove(RoutePattern pattern) => ListFor(pattern).Remove(pattern);

    /// <summary>The pattern that this one cannot stand beside; null: there is none.</summary>
    public RoutePattern? FindConflict(RoutePattern pattern) =>
        _hosts.TryGetValue(pattern.Host, out var root) ? FindConflict(root, pattern, 0, covers: pattern.Method.Length == 0) : null;

    /// <summary>
    /// One of the more specific patterns that together match everything that this one, which has a tail, matches: no request reaches it. Null:
    /// there are requests for it.
    /// </summary>
    public RoutePattern? FindCover(RoutePattern pattern)
    {
        var node = _hosts[pattern.Host];
        for (var index = 0; index < pattern.Segments.Length - 1; index++) node = node.Child(pattern.Segments[index])!;
        return IsCovered(node, pattern, out var coveredBy) ? coveredBy : null;
    }

    /// <summary>
    /// A pattern with a tail, at or above the added one, that more specific ones have wholly covered since: no request reaches it.
    /// </summary>
    /// <param name="added">The pattern that was added last.</param>
    /// <param name="coveredBy">One of those that cover it.</param>
    public RoutePattern? FindUnreachable(RoutePattern added, out RoutePattern? coveredBy)
    {
        coveredBy = null;
        var node = _hosts[added.Host];
        for (var index = 0; ; index++)
        {
            foreach (var candidate in node.Tail)
                if (IsCovered(node, candidate, out coveredBy)) return candidate;
            if (index == added.Segments.Length || node.Child(added.Segments[index]) is not { } child) return null;
            node = child;
        }
    }

    // What a tail matches falls into shapes, by the number of segments and by whether a slash ends them. A path of segments that no pattern
    // names shows, for each shape, whether something more specific matches all of it: only wildcards can.
    private static bool IsCovered(Node node, RoutePattern tail, out RoutePattern? coveredBy)
    {
        if ((coveredBy = FindCovering(node.End, tail)) == null) return false;
        for (var next = node.Wildcard; ; next = next.Wildcard)
        {
            if (next == null || (coveredBy = FindCovering(next.Leaf, tail)) == null) return false;
            if ((coveredBy = FindCovering(next.Tail, tail)) != null) return true;
            if ((coveredBy = FindCovering(next.End, tail)) == null) return false;
        }
    }

    private static RoutePattern? FindCovering(List<RoutePattern> patterns, RoutePattern tail) =>
        patterns.Find(pattern => pattern.Method.Length == 0 || pattern.Method == tail.Method);

    private static RoutePattern? FindConflict(Node node, RoutePattern pattern, int index, bool covers)
    {
        if (index == pattern.Segments.Length) return FindAmong(node.Leaf, pattern);
        if (FindAmong(node.Tail, pattern) is { } tail) return tail;
        var segment = pattern.Segments[index];
        if (segment.Kind == SegmentKind.End) return FindAmong(node.End, pattern);
        if (segment.Kind == SegmentKind.Tail) return covers ? null : FindBelow(node, pattern);
        RoutePattern? found = null;
        if (segment.Kind == SegmentKind.Literal)
        {
            if (node.Literals.TryGetValue(segment.Text, out var child)) found = FindConflict(child, pattern, index + 1, covers);
            covers = false;
        }
        else
        {
            foreach (var child in node.Literals.Values) found ??= FindConflict(child, pattern, index + 1, covers);
        }

        return found ?? (node.Wildcard == null ? null : FindConflict(node.Wildcard, pattern, index + 1, covers));
    }

    // Everything that a tail here matches: what ends in this node's slash, and what goes on.
    private static RoutePattern? FindBelow(Node node, RoutePattern pattern)
    {
        var found = FindAmong(node.End, pattern) ?? FindAmong(node.Tail, pattern);
        foreach (var child in node.Literals.Values) found ??= FindAmong(child.Leaf, pattern) ?? FindBelow(child, pattern);
        return found ?? (node.Wildcard == null ? null : FindAmong(node.Wildcard.Leaf, pattern) ?? FindBelow(node.Wildcard, pattern));
    }

    private static RoutePattern? FindAmong(List<RoutePattern> patterns, RoutePattern pattern) =>
        patterns.Find(other => PatternRelations.AreInConflict(other, pattern));

    private List<RoutePattern> ListFor(RoutePattern pattern)
    {
        if (!_hosts.TryGetValue(pattern.Host, out var node)) _hosts[pattern.Host] = node = new Node();
        foreach (var segment in pattern.Segments)
        {
            if (segment.Kind == SegmentKind.Tail) return node.Tail;
            if (segment.Kind == SegmentKind.End) return node.End;
            if (segment.Kind == SegmentKind.Wildcard)
            {
                node = node.Wildcard ??= new Node();
                continue;
            }

            if (!node.Literals.TryGetValue(segment.Text, out var child)) node.Literals[segment.Text] = child = new Node();
            node = child;
        }

        return node.Leaf;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _literals;
        private List<RoutePattern>? _leaf;
        private List<RoutePattern>? _end;
        private List<RoutePattern>? _tail;

        internal Dictionary<string, Node> Literals => _literals ??= new(StringComparer.Ordinal);

        internal Node? Wildcard { get; set; }

        /// <summary>Those that end here without a slash.</summary>
        internal List<RoutePattern> Leaf => _leaf ??= [];

        /// <summary>Those that end here with <c>{$}</c>.</summary>
        internal List<RoutePattern> End => _end ??= [];

        /// <summary>Those that end here with a tail.</summary>
        internal List<RoutePattern> Tail => _tail ??= [];

        internal Node? Child(RouteSegment segment) => segment.Kind switch
        {
            SegmentKind.Literal => Literals.TryGetValue(segment.Text, out var child) ? child : null,
            SegmentKind.Wildcard => Wildcard,
            _ => null,
        };
    }
}
