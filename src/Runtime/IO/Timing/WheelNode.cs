namespace RouteGen.IO;

/// <summary>Node of a <see cref="TimingWheel"/>: the links of one deadline. Types that expire derive from it.</summary>
/// <remarks>Every member but the constructor belongs to the wheel and to the one thread at a time that uses it.</remarks>
internal abstract class WheelNode
{
    /// <summary>The bucket of a node that no wheel holds.</summary>
    internal const int NoBucket = -1;

    internal WheelNode? Previous;
    internal WheelNode? Next;
    internal int Bucket = NoBucket;

    /// <summary>The instant the node was scheduled for, in milliseconds.</summary>
    internal long DueMs;

    /// <summary>True if a wheel holds the node.</summary>
    internal bool IsScheduled => Bucket != NoBucket;
}
