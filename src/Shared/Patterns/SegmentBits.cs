using System;

namespace RouteGen.Routing;

/// <summary>A set of positions of segments, as 256 bits. They suffice for <see cref="PatternParser.SegmentCountMax"/> segments.</summary>
internal readonly struct SegmentBits : IEquatable<SegmentBits>
{
    private const int WordBits = 64;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private SegmentBits(ulong a, ulong b, ulong c, ulong d)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

    /// <summary>True if the set is empty.</summary>
    public bool IsEmpty => (_a | _b | _c | _d) == 0;

    /// <summary>Returns this set with one position added.</summary>
    public SegmentBits With(int position) =>
        new(_a | Bit(position), _b | Bit(position - WordBits), _c | Bit(position - (2 * WordBits)), _d | Bit(position - (3 * WordBits)));

    /// <summary>Returns the positions below <paramref name="count"/> that are in both sets.</summary>
    /// <param name="count">The first position that is ignored.</param>
    /// <param name="other">The other set.</param>
    /// <param name="areAllMine">True if the other set contains all positions of this set below the count.</param>
    /// <param name="areAllTheirs">True if this set contains all positions of the other set below the count.</param>
    public SegmentBits CommonBelow(int count, in SegmentBits other, out bool areAllMine, out bool areAllTheirs)
    {
        if (count <= WordBits)
        {
            // The usual case. It is optimised because it runs for each pair of shapes.
            var mask = Mask(count);
            var both = _a & other._a & mask;
            areAllMine = both == (_a & mask);
            areAllTheirs = both == (other._a & mask);
            return new(both, 0, 0, 0);
        }

        var (mine, theirs) = (Below(count), other.Below(count));
        var common = mine.And(theirs);
        areAllMine = common.Equals(mine);
        areAllTheirs = common.Equals(theirs);
        return common;
    }

    /// <summary>Returns the positions that are in both sets.</summary>
    public SegmentBits And(SegmentBits other) => new(_a & other._a, _b & other._b, _c & other._c, _d & other._d);

    /// <summary>Returns true if a position is in the set.</summary>
    public bool Holds(int position) => !And(default(SegmentBits).With(position)).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(SegmentBits other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SegmentBits other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)((((((_a * 31) + _b) * 31) + _c) * 31 + _d) * 0x9E3779B97F4A7C15UL >> 32));

    private SegmentBits Below(int count) =>
        new(_a & Mask(count), _b & Mask(count - WordBits), _c & Mask(count - (2 * WordBits)), _d & Mask(count - (3 * WordBits)));

    private static ulong Bit(int position) => position is >= 0 and < WordBits ? 1UL << position : 0;

    private static ulong Mask(int count) => count <= 0 ? 0 : count >= WordBits ? ulong.MaxValue : (1UL << count) - 1;
}
