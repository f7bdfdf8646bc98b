using System;

namespace RouteGen.Routing;

/// <summary>
/// The shape of a pattern: which segments are literals, which are wildcards, and how the pattern ends. If the paths of two
/// patterns overlap, their shapes determine which pattern is more specific.
/// </summary>
internal sealed class PatternShape : IEquatable<PatternShape>
{
    // The end of the pattern: End, Tail, or Literal for a pattern without a trailing slash.
    private readonly SegmentKind _end;
    private readonly int _count;
    private readonly SegmentBits _literals;

    private PatternShape(SegmentKind end, int count, SegmentBits literals)
    {
        _end = end;
        _count = count;
        _literals = literals;
    }

    /// <summary>Returns the shape of a pattern.</summary>
    public static PatternShape Of(RoutePattern pattern)
    {
        var last = pattern.Segments[pattern.Segments.Length - 1].Kind;
        var hasEnd = last is SegmentKind.End or SegmentKind.Tail;
        var count = hasEnd ? pattern.Segments.Length - 1 : pattern.Segments.Length;
        var literals = default(SegmentBits);
        for (var index = 0; index < count; index++)
            if (pattern.Segments[index].Kind == SegmentKind.Literal) literals = literals.With(index);
        return new PatternShape(hasEnd ? last : SegmentKind.Literal, count, literals);
    }

    /// <summary>
    /// Returns the relation of the paths of this shape to the paths of another shape, provided that their text is the same at
    /// <paramref name="common"/>, the positions at which both shapes have a literal.
    /// </summary>
    public PatternRelation Compare(PatternShape other, out SegmentBits common)
    {
        common = default;
        if (!MayMeet(other)) return PatternRelation.Disjoint;
        var count = Math.Min(_count, other._count);
        common = _literals.CommonBelow(count, other._literals, out var covers, out var isCovered);
        if (_end == SegmentKind.Tail || other._end == SegmentKind.Tail)
        {
            covers &= Reaches(_end, _count, count);
            isCovered &= Reaches(other._end, other._count, count);
        }

        if (covers) return isCovered ? PatternRelation.Equivalent : PatternRelation.MoreGeneral;
        return isCovered ? PatternRelation.MoreSpecific : PatternRelation.Overlaps;
    }

    /// <inheritdoc/>
    public bool Equals(PatternShape? other) =>
        other != null && _end == other._end && _count == other._count && _literals.Equals(other._literals);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PatternShape);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((((_literals.GetHashCode() * 31) + _count) * 4) + (int)_end);

    private bool MayMeet(PatternShape other)
    {
        if (_count != other._count) return (_count < other._count ? _end : other._end) == SegmentKind.Tail;
        return (_end == SegmentKind.Literal) == (other._end == SegmentKind.Literal);
    }

    // Returns true if a shape ends with a tail and is no longer than the other shape.
    private static bool Reaches(SegmentKind end, int own, int count) => end == SegmentKind.Tail && own == count;
}
