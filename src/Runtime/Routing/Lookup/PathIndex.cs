// A perfect hash of byte strings, which the generator creates (src/Generators/Planning/PathIndexBuilder.cs).
//
//   hash       = PathHash(key, group, seed)                   32 bits
//   multiplier = multipliers[PathHash.Bucket(hash)]           chosen so that the keys of the bucket get different slots
//   slot       = PathHash.Slot(hash, multiplier)              rows[slot] describes the only key that can be equal
//   result     = that key, if its length, group and bytes are equal
//
// The numbers of multipliers and of slots are powers of two. A row has all data of its key except the bytes. A free slot refers to key 0,
// which has another slot, so no key that hashes to the free slot is equal to key 0. A look-up consists of one hash of as few words as
// necessary, one probe and at most one comparison, whatever a client sends.
//
// The constant data in the program's image is copied once, when the table is created. Each slot takes a row of 16 bytes. Reading the data
// in place would allocate in debug builds, because only optimizing compilers use RuntimeHelpers.CreateSpan.
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>An immutable set of byte strings, each in a group, that returns the index of a string.</summary>
/// <remarks>Created only by generated code. Thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PathIndex
{
    private readonly byte[] _keys;
    private readonly ushort[] _multipliers;
    private readonly Row[] _rows;
    private readonly PathHash _hash;
    private readonly int _bucketShift;
    private readonly int _slotShift;

    /// <summary>Creates an index from generated data. It must have at least one key.</summary>
    /// <param name="keys">The keys, concatenated.</param>
    /// <param name="starts">The start of each key, and the end of the last one.</param>
    /// <param name="groups">The group of each key. Empty if all are in group 0.</param>
    /// <param name="multipliers">The multiplier of each bucket. The number is a power of two, at least 2.</param>
    /// <param name="slots">The index of each slot's key. The number is a power of two, at least 2.</param>
    /// <param name="places">The positions at which the hash reads a key, ascending and not negative. At least one.</param>
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

    /// <summary>True if <see cref="FindSlotAtOne"/> may be called.</summary>
    internal bool IsAtOne => _hash.IsAtOne;

    /// <summary>Number of slots.</summary>
    internal int SlotCount => _rows.Length;

    /// <summary>Returns the index of a key, or -1 if it is not in the set. Allocates nothing.</summary>
    /// <param name="group">The group of the key.</param>
    /// <param name="key">The bytes.</param>
    public int Find(int group, ReadOnlySpan<byte> key)
    {
        var shape = PathHash.ShapeOf(key.Length, group);
        return Look(_hash.Compute(key, shape), shape, key) is >= 0 and var slot ? _rows[slot].Key : -1;
    }

    /// <summary>Returns the index of a slot's key. Zero for a free slot.</summary>
    internal int KeyAt(int slot) => _rows[slot].Key;

    /// <summary>
    /// Returns the slot of a key in group 0, or -1 if the key is not in the set. Requires <see cref="IsAtOne"/>: the hash reads keys
    /// at one position. Completely inlined.
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

        // The access is in range, because the row's key has the requested length, and the constructor has checked its bounds.
        ref var other = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), (nint)(uint)row.Start);
        return KeyBytes.AreEqual(key, ref other) ? (int)slot : -1;
    }

    // Data of a slot's key, except its bytes.
    private readonly record struct Row(ulong Shape, int Start, int Key);
}
