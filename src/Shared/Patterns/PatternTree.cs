// The patterns of a mux, to find what a new one conflicts with (ConflictIndex.cs), and as a tree of segments, to find those that no request
// reaches. Both sides register through it: the generator when it plans a table, and a mux at run time. It is not what requests are matched
// with (Lookup/).
using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>A set of patterns without conflicts. Not thread-safe.</summary>
internal sealed class PatternTree
{
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.Ordinal);

    /// <summary>True if a pattern can be added: those of a host have at most <see cref="ConflictIndex.ShapeCountMax"/> shapes.</summary>
    public bool HasRoomFor(RoutePattern pattern) => !_hosts.TryGetValue(pattern.Host, out var host) || host.Conflicts.HasRoomFor(pattern);

    /// <summary>Adds a pattern that is in conflict with none.</summary>
    public void Add(RoutePattern pattern)
    {
        var host = HostOf(pattern);
        host.Conflicts.Add(pattern);
        host.Root.SetFor(pattern).Add(pattern);
    }

    /// <summary>Returns the pattern that this one conflicts with, or null if there is none.</summary>
    public RoutePattern? FindConflict(RoutePattern pattern) =>
        _hosts.TryGetValue(pattern.Host, out var host) ? host.Conflicts.FindConflict(pattern) : null;

    /// <summary>
    /// Returns one of the more specific patterns that together match everything that this one, which has a tail, matches: no request
    /// reaches it. Null if some requests do.
    /// </summary>
    /// <param name="pattern">One that is in this set, or in conflict with none that is.</param>
    public RoutePattern? FindCover(RoutePattern pattern)
    {
        if (!_hosts.TryGetValue(pattern.Host, out var host)) return null;
        var node = host.Root;
        for (var index = 0; index < pattern.Segments.Length - 1; index++)
        {
            if (node.Child(pattern.Segments[index]) is not { } child) return null;
            node = child;
        }

        return IsCovered(node, pattern.Method, out var coveredBy) ? coveredBy : null;
    }

    /// <summary>
    /// A pattern with a tail, at or above a new one that is in conflict with none, that more specific ones would wholly cover with it: no
    /// request would reach it.
    /// </summary>
    /// <param name="added">The pattern that is to be added.</param>
    /// <param name="coveredBy">One of those that cover it.</param>
    public RoutePattern? FindUnreachable(RoutePattern added, out RoutePattern? coveredBy)
    {
        var root = HostOf(added).Root;
        var set = root.SetFor(added);
        set.Add(added);
        var unreachable = FindUnreachable(root, added, out coveredBy);
        set.Remove(added);
        return unreachable;
    }

    /// <summary>
    /// For each host of which some request takes more than so many steps to match, one of the patterns where it goes and an upper bound of
    /// the steps: where a segment has a literal and a wildcard, both branches are searched.
    /// </summary>
    public IEnumerable<(RoutePattern Pattern, int StepCount)> FindCostly(int stepCountMax)
    {
        foreach (var host in _hosts.Values)
        {
            var count = host.Root.CountSteps(out var pattern);
            if (count > stepCountMax && pattern != null) yield return (pattern, count);
        }
    }

    // One for more methods would be in conflict with the added one, and one for fewer is not covered by it.
    private static RoutePattern? FindUnreachable(Node node, RoutePattern added, out RoutePattern? coveredBy)
    {
        coveredBy = null;
        for (var index = 0; ; index++)
        {
            if (node.Tail.Find(added.Method) is { } candidate && IsCovered(node, added.Method, out coveredBy)) return candidate;
            if (index == added.Segments.Length || node.Child(added.Segments[index]) is not { } child) return null;
            node = child;
        }
    }

    // The paths that a tail matches have shapes: the number of segments, with or without a slash at the end. A path of segments that are in
    // no pattern shows, for each shape, if something more specific matches all of it: only wildcards can.
    private static bool IsCovered(Node node, string method, out RoutePattern? coveredBy)
    {
        if ((coveredBy = node.End.FindCovering(method)) == null) return false;
        for (var next = node.Wildcard; ; next = next.Wildcard)
        {
            if (next == null || (coveredBy = next.Leaf.FindCovering(method)) == null) return false;
            if ((coveredBy = next.Tail.FindCovering(method)) != null) return true;
            if ((coveredBy = next.End.FindCovering(method)) == null) return false;
        }
    }

    private Host HostOf(RoutePattern pattern)
    {
        if (!_hosts.TryGetValue(pattern.Host, out var host)) _hosts[pattern.Host] = host = new Host();
        return host;
    }

    private sealed class Host
    {
        internal Node Root { get; } = new();

        internal ConflictIndex Conflicts { get; } = new();
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _literals;
        private MethodSet? _leaf;
        private MethodSet? _end;
        private MethodSet? _tail;

        internal Node? Wildcard { get; private set; }

        /// <summary>Those that end here without a slash.</summary>
        internal MethodSet Leaf => _leaf ??= new();

        /// <summary>Those that end here with <c>{$}</c>.</summary>
        internal MethodSet End => _end ??= new();

        /// <summary>Those that end here with a tail.</summary>
        internal MethodSet Tail => _tail ??= new();

        internal Node? Child(RouteSegment segment) => segment.Kind switch
        {
            SegmentKind.Literal => _literals != null && _literals.TryGetValue(segment.Text, out var child) ? child : null,
            SegmentKind.Wildcard => Wildcard,
            _ => null,
        };

        /// <summary>The most nodes that one path leads to, this one included, and a pattern of one of them.</summary>
        internal int CountSteps(out RoutePattern? pattern)
        {
            pattern = _leaf?.Any ?? _end?.Any ?? _tail?.Any;
            var literal = 0;
            if (_literals != null)
            {
                foreach (var child in _literals.Values)
                {
                    var count = child.CountSteps(out var found);
                    if (count > literal) (literal, pattern) = (count, found);
                }
            }

            if (Wildcard == null) return 1 + literal;
            var wildcard = Wildcard.CountSteps(out var below);
            if (wildcard > literal) pattern = below;
            return 1 + literal + wildcard;
        }

        /// <summary>The set that a pattern belongs to, in the tree below this root.</summary>
        internal MethodSet SetFor(RoutePattern pattern)
        {
            var node = this;
            foreach (var segment in pattern.Segments)
            {
                if (segment.Kind == SegmentKind.Tail) return node.Tail;
                if (segment.Kind == SegmentKind.End) return node.End;
                node = segment.Kind == SegmentKind.Wildcard ? node.Wildcard ??= new Node() : node.LiteralChild(segment.Text);
            }

            return node.Leaf;
        }

        private Node LiteralChild(string text)
        {
            _literals ??= new(StringComparer.Ordinal);
            if (!_literals.TryGetValue(text, out var child)) _literals[text] = child = new Node();
            return child;
        }
    }
}
