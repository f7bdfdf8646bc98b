namespace Runtime.Tests.Support;

/// <summary>What code allocates on the calling thread.</summary>
internal static class Allocation
{
    private const int RoundsMax = 8;

    /// <summary>
    /// The least of a few rounds: what the runtime compiles anew meanwhile may allocate in one of them, the code itself would in each.
    /// </summary>
    internal static long LeastOf(Action round)
    {
        var least = long.MaxValue;
        for (var count = 0; count < RoundsMax && least > 0; count++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
