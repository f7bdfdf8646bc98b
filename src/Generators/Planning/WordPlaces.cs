// Chooses the positions of the words that PathHash reads, so that no two keys of the same length and group have the same words. Most tables
// need one or two positions, because routes differ in only a few bytes, so a lookup does not have to hash the whole path.
//
// The choice is greedy: first the position that separates the most keys, then the position that separates the most of the remaining keys,
// and so on. If that takes more than CountMax positions, or keys differ only beyond PlaceMax, all bytes are hashed, which always separates
// distinct keys. The work is bounded: CountMax rounds, each over at most PlaceMax positions of the keys that are not yet separated.
using RouteGen.Routing;

namespace RouteGen.Generators.Planning;

internal static class WordPlaces
{
    private const int CountMax = 4;
    private const int PlaceMax = 255;

    /// <summary>Returns at least one position, in ascending order.</summary>
    /// <param name="keys">The keys, distinct within each group.</param>
    /// <param name="groups">The host group of each key.</param>
    internal static int[] Choose(byte[][] keys, ushort[] groups)
    {
        var places = new SortedSet<int>();
        var open = StillAlike(Enumerable.Range(0, keys.Length)
            .Where(key => keys[key].Length >= KeyWords.Length)
            .GroupBy(key => (keys[key].Length, groups[key]), key => keys[key]));
        while (open.Count != 0)
        {
            if (places.Count == CountMax || BestPlace(open) is not { } place) return Cover(keys);
            places.Add(place);
            open = StillAlike(open.SelectMany((alike, number) => alike.GroupBy(key => (number, KeyWords.At(key, place)))));
        }

        return places.Count == 0 ? [0] : [.. places];
    }

    // Returns the position that separates the most keys, or null if no position separates any.
    private static int? BestPlace(List<byte[][]> open)
    {
        var best = (int?)null;
        var bestCount = open.Count;
        var keyCount = open.Sum(static alike => alike.Length);
        var placeCount = Math.Min(PlaceMax, open.Max(static alike => alike[0].Length) - KeyWords.Length) + 1;
        var seen = new HashSet<(int Number, ulong Word)>();
        for (var place = 0; place < placeCount && bestCount < keyCount; place++)
        {
            seen.Clear();
            for (var number = 0; number < open.Count; number++)
                foreach (var key in open[number]) seen.Add((number, KeyWords.At(key, place)));
            if (seen.Count > bestCount) (best, bestCount) = (place, seen.Count);
        }

        return best;
    }

    private static int[] Cover(byte[][] keys)
    {
        var lengthMax = keys.Max(static key => key.Length);
        return Enumerable.Range(0, (lengthMax + KeyWords.Length - 1) / KeyWords.Length).Select(static word => word * KeyWords.Length)
            .ToArray();
    }

    private static List<byte[][]> StillAlike<TWhat>(IEnumerable<IGrouping<TWhat, byte[]>> classes) =>
        classes.Select(static alike => alike.ToArray()).Where(static alike => alike.Length > 1).ToList();
}
