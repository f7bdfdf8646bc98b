using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>The patterns of one shape, indexed by their text at any set of literal positions. Not thread-safe.</summary>
internal sealed class ShapeGroup
{
    // Up to this number, comparing patterns one by one is faster than building an index.
    private const int FewCount = 4;

    private readonly MethodSet _methods = new();
    private readonly List<RoutePattern> _patterns = [];
    private readonly Dictionary<SegmentBits, Dictionary<RoutePattern, MethodSet>> _indexes = [];

    internal ShapeGroup(PatternShape shape) => Shape = shape;

    internal PatternShape Shape { get; }

    /// <summary>Adds a pattern of the shape. Returns the number of index entries added.</summary>
    internal int Add(RoutePattern pattern)
    {
        _methods.Add(pattern);
        _patterns.Add(pattern);
        foreach (var index in _indexes.Values) Add(index, pattern);
        return _indexes.Count;
    }

    /// <summary>Returns a pattern of the group that conflicts with a new one, or null if there is none.</summary>
    /// <param name="pattern">The new pattern.</param>
    /// <param name="shape">The shape of the new pattern.</param>
    /// <param name="room">The number of index entries that may still be added. The size of a new index is subtracted; if the result is
    /// negative, patterns are compared one by one.</param>
    internal RoutePattern? FindConflict(RoutePattern pattern, PatternShape shape, ref int room)
    {
        var relation = Shape.Compare(shape, out var common);
        var found = _methods.FindConflict(relation, pattern.Method);
        if (found == null || common.IsEmpty) return found;
        if (!_indexes.TryGetValue(common, out var index))
        {
            if (_patterns.Count <= FewCount || (room -= _patterns.Count) < 0)
                return _patterns.Find(other => PatternRelations.AreInConflict(other, pattern));
            _indexes.Add(common, index = new(new SegmentComparer(common)));
            foreach (var other in _patterns) Add(index, other);
        }

        return index.TryGetValue(pattern, out var alike) ? alike.FindConflict(relation, pattern.Method) : null;
    }

    private static void Add(Dictionary<RoutePattern, MethodSet> index, RoutePattern pattern)
    {
        if (!index.TryGetValue(pattern, out var alike)) index.Add(pattern, alike = new MethodSet());
        alike.Add(pattern);
    }
}
