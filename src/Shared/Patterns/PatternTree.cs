// The patterns of a mux in two forms: an index that finds conflicts with a new pattern (ConflictIndex.cs), and a tree of segments that
// finds patterns that no request reaches. The generator plans tables with this class, and a mux uses it for registration at run time.
// Requests are matched with other structures (Lookup/).
using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>A set of patterns without conflicts. Not thread-safe.</summary>
internal sealed class PatternTree
{
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.Ordinal);

    /// <summary>Returns true if the host is new, or its <c>ConflictIndex</c> has room for the pattern.</summary>
    public bool HasRoomFor(RoutePattern pattern) => !_hosts.TryGetValue(pattern.Host, out var host) || host.Conflicts.HasRoomFor(pattern);

    /// <summary>Adds a pattern, which must not conflict with another.</summary>
    public void Add(RoutePattern pattern)
    {
        var host = HostOf(pattern);
        host.Conflicts.Add(pattern);
        host.Root.SetFor(pattern).Add(pattern);
    }

    /// <summary>Returns a pattern that conflicts with this one, or null if there is none.</summary>
    public RoutePattern? FindConflict(RoutePattern pattern) =>
        _hosts.TryGetValue(pattern.Host, out var host) ? host.Conflicts.FindConflict(pattern) : null;

    /// <summary>
    /// Returns one of the more specific patterns that together match everything that a pattern with a tail matches. Returns null if some
    /// requests reach the pattern.
    /// </summary>
    /// <param name="pattern">A pattern that conflicts with none of this set; it may be in the set.</param>
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
    /// Returns a pattern with a tail that no request would reach after a new pattern is added, or null if there is none. It may be the new
    /// pattern.
    /// </summary>
    /// <param name="added">The new pattern, which conflicts with none of this set.</param>
    /// <param name="coveredBy">One of the more specific patterns that together cover the result.</param>
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
    /// Returns, for each host where a request may take more than <paramref name="stepCountMax"/> steps to match, an upper bound on the
    /// number of steps, and a pattern on the longest branch. Where a segment has both a literal and a wildcard, a request may search both
    /// branches.
    /// </summary>
    public IEnumerable<(RoutePattern Pattern, int StepCount)> FindCostly(int stepCountMax)
    {
        foreach (var host in _hosts.Values)
        {
            var count = host.Root.CountSteps(out var pattern);
            if (count > stepCountMax && pattern != null) yield return (pattern, count);
        }
    }

    // Only tails for the same method are checked: a tail for fewer methods would conflict with the added pattern, and a tail for more
    // methods is not covered by it.
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

    // A tail matches paths of every length, with or without a trailing slash. It is covered if more specific patterns match all of them. It
    // is enough to check paths whose segments appear in no pattern. Only wildcards match such paths, so only wildcard children are visited.
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

        /// <summary>The patterns that end here without a slash.</summary>
        internal MethodSet Leaf => _leaf ??= new();

        /// <summary>The patterns that end here with <c>{$}</c>.</summary>
        internal MethodSet End => _end ??= new();

        /// <summary>The patterns that end here with a tail.</summary>
        internal MethodSet Tail => _tail ??= new();

        internal Node? Child(RouteSegment segment) => segment.Kind switch
        {
            SegmentKind.Literal => _literals != null && _literals.TryGetValue(segment.Text, out var child) ? child : null,
            SegmentKind.Wildcard => Wildcard,
            _ => null,
        };

        /// <summary>
        /// Returns an upper bound on the number of nodes that one path visits, including this one, and a pattern at one of them.
        /// </summary>
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

        /// <summary>Returns the set for a pattern in the tree below this root. Missing nodes are added.</summary>
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
