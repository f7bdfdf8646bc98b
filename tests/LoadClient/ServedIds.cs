namespace LoadClient;

/// <summary>Which requests were handled, and how many more than once. Any thread.</summary>
internal sealed class ServedIds
{
    private const int IdsMax = 1 << 26;

    private readonly uint[] _bits = new uint[IdsMax / 32];
    private long _count;
    private long _repeated;

    internal long Count => Volatile.Read(ref _count);

    internal long Repeated => Volatile.Read(ref _repeated);

    internal void Mark(int id) => MarkAgain(id);

    /// <summary>As <see cref="Mark"/>; true: it was handled before.</summary>
    internal bool MarkAgain(int id)
    {
        Interlocked.Increment(ref _count);
        var bit = 1u << (id % 32);
        if ((Interlocked.Or(ref _bits[id / 32], bit) & bit) == 0) return false;
        Interlocked.Increment(ref _repeated);
        return true;
    }
}
