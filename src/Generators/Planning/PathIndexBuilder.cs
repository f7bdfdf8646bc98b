// Builds the perfect hash that PathIndex (src/Runtime/Routing/Lookup) reads, with the algorithm "hash and displace". The keys are hashed
// into buckets of about four. Each bucket, largest first, gets the smallest multiplier that maps all its keys to free slots. At most 80 %
// of the slots are used, so that the last, small buckets find free slots quickly.
//
// The result is deterministic: seeds are tried in a fixed order, and ties are broken by index. The work is bounded: if no multiplier works
// for a bucket, the next seed is tried, and after SeedCountMax seeds the number of slots is doubled, at most twice. (With two keys in two
// slots, half of all tables need a second seed; with dozens of keys, the first seed is enough.)
using System.Text;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class PathIndexBuilder
{
    private const int SeedCountMax = 16;
    private const int DoublingCountMax = 2;
    private const int KeysPerBucket = 4;

    // The minimum number of buckets and of slots. PathHash.ShiftOf gives the reason.
    private const int CountMin = 2;

    /// <summary>Lays out an index.</summary>
    /// <param name="keys">Distinct pairs of text and group: at least one, and at most <see cref="MuxPlanner.EntryCountMax"/>.</param>
    internal static PathIndexData Build(IReadOnlyList<(string Text, int Group)> keys)
    {
        var bytes = keys.Select(static key => Encoding.UTF8.GetBytes(key.Text)).ToArray();
        var groups = keys.Select(static key => checked((ushort)key.Group)).ToArray();
        var places = WordPlaces.Choose(bytes, groups);
        var slotCount = PowerOfTwo(Math.Max(CountMin, keys.Count + (keys.Count / 4)));
        for (var doubling = 0; doubling <= DoublingCountMax; doubling++, slotCount *= 2)
        {
            for (var attempt = 1; attempt <= SeedCountMax; attempt++)
            {
                var seed = unchecked((ulong)attempt * 0xD1342543DE82EF95);
                if (TryPlace(HashesOf(bytes, groups, new PathHash(seed, places)), slotCount) is not var (multipliers, slots)) continue;
                return new(
                    new(keys.Select(static key => key.Text).ToArray()),
                    new(StartsOf(bytes)),
                    new(groups.Any(static group => group != 0) ? groups : []),
                    new(multipliers),
                    new(slots),
                    new(places),
                    seed);
            }
        }

        throw new InvalidOperationException("The keys of a lookup index are not distinct.");
    }

    private static (ushort[] Multipliers, ushort[] Slots)? TryPlace(uint[] hashes, int slotCount)
    {
        var multipliers = new ushort[PowerOfTwo(Math.Max(CountMin, (hashes.Length + KeysPerBucket - 1) / KeysPerBucket))];
        var slots = new ushort[slotCount];
        var shift = PathHash.ShiftOf(slotCount);
        var isTaken = new bool[slotCount];
        foreach (var (bucket, members) in BucketsLargestFirst(hashes, multipliers.Length))
        {
            if (FindMultiplier(hashes, members, isTaken, shift) is not { } multiplier) return null;
            multipliers[bucket] = multiplier;
            foreach (var key in members) slots[PathHash.Slot(hashes[key], multiplier, shift)] = (ushort)key;
        }

        return (multipliers, slots);
    }

    private static uint[] HashesOf(byte[][] keys, ushort[] groups, PathHash hash)
    {
        var hashes = new uint[keys.Length];
        for (var key = 0; key < keys.Length; key++) hashes[key] = hash.Compute(keys[key], PathHash.ShapeOf(keys[key].Length, groups[key]));
        return hashes;
    }

    private static IEnumerable<(int Bucket, List<int> Members)> BucketsLargestFirst(uint[] hashes, int bucketCount)
    {
        var buckets = new List<int>?[bucketCount];
        var shift = PathHash.ShiftOf(bucketCount);
        for (var key = 0; key < hashes.Length; key++) (buckets[PathHash.Bucket(hashes[key], shift)] ??= []).Add(key);
        return buckets
            .Select(static (members, bucket) => (Bucket: bucket, Members: members!))
            .Where(static pair => pair.Members is not null)
            .OrderByDescending(static pair => pair.Members.Count)
            .ThenBy(static pair => pair.Bucket);
    }

    // Returns the smallest multiplier that maps all keys of a bucket to different free slots, and marks the slots. Returns null if there is
    // none.
    private static ushort? FindMultiplier(uint[] hashes, List<int> members, bool[] isTaken, int shift)
    {
        for (uint multiplier = 1; multiplier <= ushort.MaxValue; multiplier++)
        {
            var placed = 0;
            for (; placed < members.Count; placed++)
            {
                var slot = PathHash.Slot(hashes[members[placed]], multiplier, shift);
                if (isTaken[slot]) break;
                isTaken[slot] = true;
            }

            if (placed == members.Count) return (ushort)multiplier;
            while (placed-- > 0) isTaken[PathHash.Slot(hashes[members[placed]], multiplier, shift)] = false;
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
