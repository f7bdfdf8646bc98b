// Builds the perfect hash that PathIndex (src/Runtime/Routing/Lookup) reads: hash and displace. Keys fall into buckets of about four;
// the buckets, largest first, are each moved by the smallest displacement at which all their keys land on free slots. Slots are filled to
// 80 % at most, so that the last, small buckets find room quickly.
//
// Deterministic: seeds are tried in a fixed order and ties are broken by index. Bounded: a seed is given up when a bucket fits
// nowhere, and after SeedCountMax seeds the slots are doubled, twice at most. (Two keys in two slots are as likely as not to need a second
// seed; with dozens of keys the first one does.)
using System.Text;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class PathIndexBuilder
{
    private const int SeedCountMax = 16;
    private const int DoublingCountMax = 2;
    private const int KeysPerBucket = 4;

    /// <summary>Lays an index out.</summary>
    /// <param name="keys">Distinct pairs of text and group: at least one, and at most <see cref="MuxPlanner.EntryCountMax"/>.</param>
    internal static PathIndexData Build(IReadOnlyList<(string Text, int Group)> keys)
    {
        var bytes = keys.Select(static key => Encoding.UTF8.GetBytes(key.Text)).ToArray();
        var groups = keys.Select(static key => checked((ushort)key.Group)).ToArray();
        var slotCount = PowerOfTwo(keys.Count + (keys.Count / 4));
        for (var doubling = 0; doubling <= DoublingCountMax; doubling++, slotCount *= 2)
        {
            for (var attempt = 1; attempt <= SeedCountMax; attempt++)
            {
                var seed = unchecked((ulong)attempt * 0xD1342543DE82EF95);
                if (TryPlace(bytes, groups, seed, slotCount) is not var (displacements, slots)) continue;
                return new(
                    new(keys.Select(static key => key.Text).ToArray()),
                    new(StartsOf(bytes)),
                    new(groups.Any(static group => group != 0) ? groups : []),
                    new(displacements),
                    new(slots),
                    seed,
                    bytes.Min(static key => key.Length),
                    bytes.Max(static key => key.Length));
            }
        }

        throw new InvalidOperationException("The keys of a look-up index are not distinct.");
    }

    private static (ushort[] Displacements, ushort[] Slots)? TryPlace(byte[][] keys, ushort[] groups, ulong seed, int slotCount)
    {
        var hashes = new ulong[keys.Length];
        for (var key = 0; key < keys.Length; key++) hashes[key] = PathHash.Compute(keys[key], groups[key], seed);

        var displacements = new ushort[PowerOfTwo((keys.Length + KeysPerBucket - 1) / KeysPerBucket)];
        var slots = new ushort[slotCount];
        var isTaken = new bool[slotCount];
        foreach (var (bucket, members) in BucketsLargestFirst(hashes, displacements.Length))
        {
            if (FindDisplacement(hashes, members, isTaken) is not { } displacement) return null;
            displacements[bucket] = displacement;
            foreach (var key in members) slots[PathHash.Slot(hashes[key], displacement, slotCount)] = (ushort)key;
        }

        return (displacements, slots);
    }

    private static IEnumerable<(int Bucket, List<int> Members)> BucketsLargestFirst(ulong[] hashes, int bucketCount)
    {
        var buckets = new List<int>?[bucketCount];
        for (var key = 0; key < hashes.Length; key++) (buckets[PathHash.Bucket(hashes[key], bucketCount)] ??= []).Add(key);
        return buckets
            .Select(static (members, bucket) => (Bucket: bucket, Members: members!))
            .Where(static pair => pair.Members is not null)
            .OrderByDescending(static pair => pair.Members.Count)
            .ThenBy(static pair => pair.Bucket);
    }

    // The smallest displacement at which every key of the bucket has a slot of its own, which it then takes; null: there is none. As
    // many displacements as there are slots are all there are: the next ones come to the same slots again.
    private static ushort? FindDisplacement(ulong[] hashes, List<int> members, bool[] isTaken)
    {
        var displacementCount = Math.Min(isTaken.Length, ushort.MaxValue + 1);
        for (var displacement = 0; displacement < displacementCount; displacement++)
        {
            var placed = 0;
            for (; placed < members.Count; placed++)
            {
                var slot = PathHash.Slot(hashes[members[placed]], (uint)displacement, isTaken.Length);
                if (isTaken[slot]) break;
                isTaken[slot] = true;
            }

            if (placed == members.Count) return (ushort)displacement;
            while (placed-- > 0) isTaken[PathHash.Slot(hashes[members[placed]], (uint)displacement, isTaken.Length)] = false;
        }

        return null;
    }

    private static uint[] StartsOf(byte[][] keys)
    {
        var starts = new uint[keys.Length + 1];
        for (var key = 0; key < keys.Length; key++) starts[key + 1] = starts[key] + (uint)keys[key].Length;
        return starts;
    }

    private static int PowerOfTwo(int atLeast)
    {
        var power = 1;
        while (power < atLeast) power *= 2;
        return power;
    }
}
