// The longest of a set of prefixes that a path begins with.
//
// A prefix ends in a slash, and is kept as the key before that slash: "/static/" as "/static", "/" as "". So a prefix of key length n
// can match only if the path has a slash at n, and the slash-added form of a path ("/static" -> "/static/") is the prefix whose key
// is the path itself, with nothing to append.
//
// The candidates are the lengths at which the path has a slash AND some prefix of the group ends. For lengths below 64 both are bit sets,
// and their intersection is walked from its highest bit; the few longer prefixes there may be are tried before, one length at a time. Each
// candidate costs one look-up in a perfect hash. There are never more than the table has lengths, so a path of nothing but slashes is not
// an attack.
using System.ComponentModel;
using System.Numerics;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A fixed set of prefixes, each in a group, that finds the longest one of a path.</summary>
/// <remarks>Created by generated code only. Immutable, so any thread may use it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PrefixIndex
{
    private readonly PathIndex _keys;
    private readonly ulong[] _lengths;
    private readonly int[] _longLengths;

    /// <summary>Takes an index that the generator has laid out.</summary>
    /// <param name="keys">The prefixes without their last slash.</param>
    /// <param name="lengths">For each group, the key lengths below 64 as a bit set.</param>
    /// <param name="longLengths">The key lengths of 64 and more, of any group, each once, descending.</param>
    public PrefixIndex(PathIndex keys, ReadOnlySpan<ulong> lengths, ReadOnlySpan<int> longLengths)
    {
        _keys = keys ?? throw new ArgumentNullException(nameof(keys));
        _lengths = lengths.ToArray();
        _longLengths = longLengths.ToArray();
    }

    /// <summary>Returns the index of the prefix <paramref name="key"/> + <c>/</c>, or -1 if it is not in the set.</summary>
    /// <param name="group">The group the prefix must be in.</param>
    /// <param name="key">The prefix without its last slash.</param>
    public int Find(int group, ReadOnlySpan<byte> key) => _keys.Find(group, key);

    /// <summary>Returns the index of the longest prefix that a path begins with, or -1 if there is none. Allocates nothing.</summary>
    /// <param name="group">The group the prefix must be in.</param>
    /// <param name="path">The path.</param>
    public int FindLongest(int group, ReadOnlySpan<byte> path) => FindLongest(group, path, int.MaxValue, out _);

    /// <summary>
    /// Variant for a caller that has tried the longer prefixes: considers only those shorter than <paramref name="below"/>.
    /// </summary>
    /// <param name="group">The group the prefix must be in.</param>
    /// <param name="path">The path.</param>
    /// <param name="below">Only prefixes whose key is shorter.</param>
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
