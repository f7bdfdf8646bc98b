// Finds a pattern that conflicts with a new one, without comparing the new one with every pattern.
//
// Patterns are grouped by shape: the positions of literals and wildcards, and how the pattern ends. If two patterns overlap, their shapes
// determine which one is more general. They overlap if their shapes permit it and their text is equal wherever both have a literal. So
// each group needs a single lookup, in an index by the text at those positions. The index is built when it is first needed.
//
// Bounds: adding a pattern takes one step for each shape, so there are at most ShapeCountMax shapes; most programs have a few dozen. Each
// index contains every pattern of its group, so all indexes together have at most IndexedCountMax entries.
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

    /// <summary>Returns true if a pattern can be added within the bounds.</summary>
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
    /// Returns a pattern that conflicts with this one, preferably one that matches the same requests, or null if there is none.
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
