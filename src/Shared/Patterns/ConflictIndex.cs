// Finds the pattern that a new one is in conflict with, without comparing it with all.
//
// Patterns are grouped by their shape: the positions of literals and wildcards, and how they end. The shapes of two patterns determine
// which is the more general one, if they meet at all; and they meet if they have the same text wherever both are literal. So one look-up
// for each group is enough: in an index of the group by the text at those positions, which is made when it is first needed.
//
// The bounds. A pattern costs one step for each shape, so that there are at most ShapeCountMax shapes; programs have some dozens. Each
// index holds every pattern of its group, so that all of them hold at most IndexedCountMax.
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>The patterns of one host. Not thread-safe.</summary>
internal sealed class ConflictIndex
{
    internal const int ShapeCountMax = 4096;
    internal const int IndexedCountMax = 1 << 20;

    private readonly Dictionary<PatternShape, ShapeGroup> _groupOf = [];
    private readonly List<ShapeGroup> _groups = [];
    private int _room = IndexedCountMax;

    /// <summary>True if a pattern can be added within the bounds.</summary>
    internal bool HasRoomFor(RoutePattern pattern) =>
        _room >= 0 && (_groups.Count < ShapeCountMax || _groupOf.ContainsKey(PatternShape.Of(pattern)));

    /// <summary>Adds a pattern.</summary>
    internal void Add(RoutePattern pattern)
    {
        var shape = PatternShape.Of(pattern);
        if (!_groupOf.TryGetValue(shape, out var group))
        {
            _groupOf.Add(shape, group = new ShapeGroup(shape));
            _groups.Add(group);
        }

        _room -= group.Add(pattern);
    }

    /// <summary>
    /// Returns the pattern that this one conflicts with, preferably one that matches the same requests. Null if there is none.
    /// </summary>
    internal RoutePattern? FindConflict(RoutePattern pattern)
    {
        var shape = PatternShape.Of(pattern);
        if (_groupOf.TryGetValue(shape, out var own) && own.FindConflict(pattern, shape, ref _room) is { } same) return same;
        foreach (var group in _groups)
            if (group != own && group.FindConflict(pattern, shape, ref _room) is { } found) return found;
        return null;
    }
}
