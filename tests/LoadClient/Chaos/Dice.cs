namespace LoadClient.Chaos;

/// <summary>A small generator of random numbers (splitmix64), the same on every machine. One flow at a time.</summary>
internal sealed class Dice(int seed, long stream)
{
    private ulong _state = ((ulong)(uint)seed << 32) ^ ((ulong)stream * 0xD1342543DE82EF95);

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    internal int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var value = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return (int)((value ^ (value >> 31)) % (ulong)bound);
    }

    internal bool OneIn(int count) => Next(count) == 0;
}
