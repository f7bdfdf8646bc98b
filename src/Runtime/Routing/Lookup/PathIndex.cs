// A perfect hash over byte strings, laid out by the generator (src/Generators/Planning/PathIndexBuilder.cs) and read here.
//
//   hash   = PathHash(key, group, seed)                       64 bits
//   bucket = PathHash.Bucket(hash)                            displacements[bucket] says how far the keys of the bucket were moved
//   slot   = PathHash.Slot(hash, displacement)                slots[slot] is the one key that can be equal
//   answer = that key, if its length, its group and its bytes are those asked for
//
// Both arrays have a power of two of elements. A free slot names key 0, which then simply turns out to be another key.
// So a look-up is one hash of a string no longer than the longest key, one probe and at most one comparison; nothing a client sends
// can make it more.
//
// The data is constant and lies in the program's image; it is copied once, when the table is made (some 35 bytes a route). To view it
// in place instead would cost an allocation per view in every build that does not optimize, since only the optimizing compiler knows
// RuntimeHelpers.CreateSpan.
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A fixed set of byte strings, each in a group, that answers the index of one.</summary>
/// <remarks>Made by generated code; a program does not. Immutable, so any thread may ask.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PathIndex
{
    private readonly byte[] _keys;
    private readonly uint[] _starts;
    private readonly ushort[] _groups;
    private readonly ushort[] _displacements;
    private readonly ushort[] _slots;
    private readonly ulong _seed;
    private readonly int _lengthMin;
    private readonly int _lengthSpan;

    /// <summary>Takes an index that the generator has laid out: at least one key.</summary>
    /// <param name="keys">The keys, one behind the other.</param>
    /// <param name="starts">Where each key starts, and where the last one ends: one more than there are keys.</param>
    /// <param name="groups">The group of each key; empty: all are in group 0.</param>
    /// <param name="displacements">One per bucket; a power of two.</param>
    /// <param name="slots">Indexes of keys; a power of two.</param>
    /// <param name="seed">The seed of the hash.</param>
    /// <param name="lengthMin">The length of the shortest key in bytes.</param>
    /// <param name="lengthMax">The length of the longest key in bytes. Nothing longer is hashed.</param>
    public PathIndex(
        ReadOnlySpan<byte> keys,
        ReadOnlySpan<uint> starts,
        ReadOnlySpan<ushort> groups,
        ReadOnlySpan<ushort> displacements,
        ReadOnlySpan<ushort> slots,
        ulong seed,
        int lengthMin,
        int lengthMax)
    {
        _keys = keys.ToArray();
        _starts = starts.ToArray();
        _groups = groups.ToArray();
        _displacements = displacements.ToArray();
        _slots = slots.ToArray();
        _seed = seed;
        _lengthMin = lengthMin;
        _lengthSpan = lengthMax - lengthMin;
    }

    /// <summary>The index of a key; -1 when it is not in the set. Allocates nothing.</summary>
    /// <param name="group">The group the key must be in.</param>
    /// <param name="key">The bytes.</param>
    public int Find(int group, ReadOnlySpan<byte> key)
    {
        // One unsigned comparison for both bounds.
        if ((uint)(key.Length - _lengthMin) > (uint)_lengthSpan) return -1;

        var hash = PathHash.Compute(key, group, _seed);
        var displacement = _displacements[PathHash.Bucket(hash, _displacements.Length)];
        var candidate = _slots[PathHash.Slot(hash, displacement, _slots.Length)];

        var start = _starts[candidate];
        if (_starts[candidate + 1] - start != (uint)key.Length) return -1;
        if ((_groups.Length == 0 ? 0 : _groups[candidate]) != group) return -1;
        return _keys.AsSpan((int)start, key.Length).SequenceEqual(key) ? candidate : -1;
    }
}
