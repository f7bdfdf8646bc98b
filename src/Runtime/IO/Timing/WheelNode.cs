namespace RouteGen.IO;

/// <summary>Node of a <see cref="TimingWheel"/>, with the links of one deadline. Types that expire derive from it.</summary>
/// <remarks>All members except the constructor are used only by the wheel, and by one thread at a time.</remarks>
internal abstract class WheelNode
{
    /// <summary>Value of <see cref="Bucket"/> for a node that is not in a wheel.</summary>
    internal const int NoBucket = -1;

    internal WheelNode? Previous;
    internal WheelNode? Next;
    internal int Bucket = NoBucket;

    /// <summary>The instant for which the node is scheduled, in milliseconds.</summary>
    internal long DueMs;

    /// <summary>True if the node is in a wheel.</summary>
    internal bool IsScheduled => Bucket != NoBucket;
}
