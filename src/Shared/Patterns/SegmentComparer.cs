using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>Compares patterns by their text at given positions, at which all of them have literals.</summary>
internal sealed class SegmentComparer : IEqualityComparer<RoutePattern>
{
    private readonly int[] _positions;

    internal SegmentComparer(SegmentBits positions)
    {
        var list = new List<int>();
        for (var position = 0; position < PatternParser.SegmentCountMax; position++)
            if (positions.Holds(position)) list.Add(position);
        _positions = list.ToArray();
    }

    /// <inheritdoc/>
    public bool Equals(RoutePattern? one, RoutePattern? other)
    {
        if (one == null || other == null) return one == other;
        // Compares from the end, because the patterns of a program often begin with the same segments.
        for (var index = _positions.Length - 1; index >= 0; index--)
            if (one.Segments[_positions[index]].Text != other.Segments[_positions[index]].Text) return false;
        return true;
    }

    /// <inheritdoc/>
    public int GetHashCode(RoutePattern pattern)
    {
        var hash = 0;
        foreach (var position in _positions)
            hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(pattern.Segments[position].Text));
        return hash;
    }
}
