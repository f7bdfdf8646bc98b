// Finds the longest prefix of a path in a set of prefixes.
//
// A prefix ends in a slash; its key is the text before that slash: "/static" for "/static/", "" for "/". So a prefix with a key of length n
// can match only if the path has a slash at n, and the prefix for a slash redirect ("/static" -> "/static/") is found with the path itself
// as the key.
//
// Candidates are the lengths at which the path has a slash and a prefix of the group ends. For lengths below 64, both are bit sets, and the
// intersection is tried from the highest bit. Longer prefixes, which are rare, are tried first, one length at a time. Each candidate costs
// one look-up in a perfect hash. The number of candidates is bounded by the number of lengths in the table, even for a path that consists
// of slashes.
using System.ComponentModel;
using System.Numerics;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>An immutable set of prefixes, each in a group, that returns the longest prefix of a path.</summary>
/// <remarks>Created only by generated code. Thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PrefixIndex
{
    private readonly PathIndex _keys;
    private readonly ulong[] _lengths;
    private readonly int[] _longLengths;

    /// <summary>Creates an index from generated data.</summary>
    /// <param name="keys">The prefixes without their last slash.</param>
    /// <param name="lengths">For each group, the key lengths below 64 as a bit set.</param>
    /// <param name="longLengths">The key lengths of 64 and more, of all groups, descending, without duplicates.</param>
    public PrefixIndex(PathIndex keys, ReadOnlySpan<ulong> lengths, ReadOnlySpan<int> longLengths)
    {
        _keys = keys ?? throw new ArgumentNullException(nameof(keys));
        _lengths = lengths.ToArray();
        _longLengths = longLengths.ToArray();
    }

    /// <summary>Returns the index of the prefix <paramref name="key"/> + <c>/</c>, or -1 if it is not in the set.</summary>
    /// <param name="group">The group of the prefix.</param>
    /// <param name="key">The prefix without its last slash.</param>
    public int Find(int group, ReadOnlySpan<byte> key) => _keys.Find(group, key);

    /// <summary>Returns the index of the longest prefix of a path, or -1 if there is none. Allocates nothing.</summary>
    /// <param name="group">The group of the prefix.</param>
    /// <param name="path">The path.</param>
    public int FindLongest(int group, ReadOnlySpan<byte> path) => FindLongest(group, path, int.MaxValue, out _);

    /// <summary>
    /// Finds a prefix for a caller that has tried the longer ones. Considers only keys shorter than <paramref name="below"/>.
    /// </summary>
    /// <param name="group">The group of the prefix.</param>
    /// <param name="path">The path.</param>
    /// <param name="below">The exclusive upper bound for the length of keys.</param>
    /// <param name="keyLength">The length of the key that was found.</param>
    internal int FindLongest(int group, ReadOnlySpan<byte> path, int below, out int keyLength)
    {
        foreach (var length in _longLengths)
        {
            if (length >= path.Length || length >= below || path[length] != (byte)'/') continue;
            var found = _keys.Find(group, path[..length]);
            keyLength = length;
            if (found >= 0) return found;
        }

        var lengths = _lengths[group];
        if (below < SlashMask.Width) lengths &= (1UL << below) - 1;
        var window = Math.Min(path.Length, SlashMask.Width - BitOperations.LeadingZeroCount(lengths));
        for (var candidates = SlashMask.Of(path[..window]) & lengths; candidates != 0;)
        {
            keyLength = BitOperations.Log2(candidates);
            var found = _keys.Find(group, path[..keyLength]);
            if (found >= 0) return found;
            candidates ^= 1UL << keyLength;
        }

        keyLength = 0;
        return -1;
    }
}
