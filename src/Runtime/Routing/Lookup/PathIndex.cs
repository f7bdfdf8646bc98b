// A perfect hash over byte strings, laid out by the generator (src/Generators/Planning/PathIndexBuilder.cs) and read here.
//
//   hash       = PathHash(key, group, seed)                   32 bits
//   multiplier = multipliers[PathHash.Bucket(hash)]           chosen so that the keys of the bucket fall on slots of their own
//   slot       = PathHash.Slot(hash, multiplier)              rows[slot] is that of the one key that can be equal
//   result     = that key, if its length, its group and its bytes are the requested ones
//
// Both arrays have a power of two of elements. A row holds what is asked of its key but the bytes, so that it is one load; it is made from
// the slot's index of the key. A free slot names key 0, which then simply turns out to be another key.
// So a look-up is one hash of no more words than the generator has found necessary, one probe and at most one comparison; nothing a client
// sends can make it more.
//
// The data is constant and lies in the program's image; it is copied once, when the table is made: a route takes its bytes, and each slot a
// row of 16. To view it in place instead would cost an allocation per view in every build that does not optimize, since only the
// optimizing compiler knows RuntimeHelpers.CreateSpan.
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A fixed set of byte strings, each in a group, that finds the index of one.</summary>
/// <remarks>Created by generated code only. Immutable, so any thread may use it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PathIndex
{
    private readonly byte[] _keys;
    private readonly ushort[] _multipliers;
    private readonly Row[] _rows;
    private readonly PathHash _hash;
    private readonly int _bucketShift;
    private readonly int _slotShift;

    /// <summary>Takes an index that the generator has laid out: at least one key.</summary>
    /// <param name="keys">The keys, concatenated.</param>
    /// <param name="starts">The start of each key, and the end of the last one: one more than there are keys.</param>
    /// <param name="groups">The group of each key. Empty if all are in group 0.</param>
    /// <param name="multipliers">One per bucket; a power of two, at least 2.</param>
    /// <param name="slots">Indexes of keys; a power of two, at least 2.</param>
    /// <param name="places">The positions at which the hash reads a key, ascending and not negative; at least one.</param>
    /// <param name="seed">The seed of the hash.</param>
    public PathIndex(
        ReadOnlySpan<byte> keys,
        ReadOnlySpan<uint> starts,
        ReadOnlySpan<ushort> groups,
        ReadOnlySpan<ushort> multipliers,
        ReadOnlySpan<ushort> slots,
        ReadOnlySpan<int> places,
        ulong seed)
    {
        _keys = keys.ToArray();
        _multipliers = multipliers.ToArray();
        _hash = new PathHash(seed, places);
        _bucketShift = PathHash.ShiftOf(multipliers.Length);
        _slotShift = PathHash.ShiftOf(slots.Length);
        _rows = new Row[slots.Length];
        for (var slot = 0; slot < slots.Length; slot++)
        {
            int key = slots[slot];
            var (start, end) = ((int)starts[key], (int)starts[key + 1]);
            _rows[slot] = new Row(PathHash.ShapeOf(keys[start..end].Length, groups.IsEmpty ? 0 : groups[key]), start, key);
        }
    }

    /// <summary>True if <see cref="FindSlotAtOne"/> may be asked.</summary>
    internal bool IsAtOne => _hash.IsAtOne;

    /// <summary>Number of slots.</summary>
    internal int SlotCount => _rows.Length;

    /// <summary>Returns the index of a key, or -1 if it is not in the set. Allocates nothing.</summary>
    /// <param name="group">The group the key must be in.</param>
    /// <param name="key">The bytes.</param>
    public int Find(int group, ReadOnlySpan<byte> key)
    {
        var shape = PathHash.ShapeOf(key.Length, group);
        return Look(_hash.Compute(key, shape), shape, key) is >= 0 and var slot ? _rows[slot].Key : -1;
    }

    /// <summary>The index of the key that a slot is for; of some key if it is free.</summary>
    internal int KeyAt(int slot) => _rows[slot].Key;

    /// <summary>
    /// The slot of a key in group 0, -1 when it is not in the set, where the hash reads keys at one place. There is no call in it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int FindSlotAtOne(ReadOnlySpan<byte> key)
    {
        var shape = PathHash.ShapeOf(key.Length, 0);
        return Look(_hash.ComputeAtOne(key, shape), shape, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Look(uint hash, ulong shape, ReadOnlySpan<byte> key)
    {
        var slot = PathHash.Slot(hash, _multipliers[PathHash.Bucket(hash, _bucketShift)], _slotShift);
        ref readonly var row = ref _rows[slot];
        if (row.Shape != shape) return -1;

        // The row's key has the requested length; the constructor has checked that it is in range.
        ref var other = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), (nint)(uint)row.Start);
        return KeyBytes.AreEqual(key, ref other) ? (int)slot : -1;
    }

    // Facts about the key of a slot: all that a look-up needs except the bytes.
    private readonly record struct Row(ulong Shape, int Start, int Key);
}
