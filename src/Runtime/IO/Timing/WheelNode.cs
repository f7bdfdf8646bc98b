namespace RouteGen.IO;

/// <summary>Node of a <see cref="TimingWheel"/>, with the links of one deadline. Types that expire derive from it.</summary>
/// <remarks>Only the thread that uses the wheel may access the members, except <see cref="IsScheduled"/>.</remarks>
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
