// The hash function of the perfect hash. This file is compiled into both the runtime and the generator (netstandard2.0), which must compute
// the same hash on every machine. So words are read little-endian, and arithmetic is 64-bit and unchecked.
//
// Only some words of a key are hashed. The generator chooses their positions, usually a single one, so that no two keys of a table have the
// same length, group and words (src/Generators/Planning/WordPlaces.cs). If a word would extend beyond the end of the key, the key's last
// eight bytes are used. A key shorter than eight bytes is a single word.
//
// The length, the group and both halves of each word are multiplied by different factors, and the products are added to a base. This is
// multilinear hashing, whose upper 32 bits are strongly universal. The products do not depend on each other, so the processor computes them
// in parallel. The factors and the base are derived from the seed, so keys that collide under one seed rarely collide under the next.
//
// The hash need not withstand an attacker. A lookup makes one probe and at most one comparison for any path, and the keys of the table
// bound the number of words that are hashed.
using System;
using System.Runtime.CompilerServices;

namespace RouteGen.Routing;

internal readonly struct PathHash
{
    private readonly ulong _base;
    private readonly ulong _shapeFactor;
    private readonly Word _first;
    private readonly Word[]? _others;

    /// <summary>Creates the hash function of a table.</summary>
    /// <param name="seed">The seed, which the generator chooses so that the keys of the table do not collide.</param>
    /// <param name="places">The positions of the words to hash; at least one, ascending, not negative.</param>
    internal PathHash(ulong seed, ReadOnlySpan<int> places)
    {
        _base = NextFactor(ref seed);
        _shapeFactor = NextFactor(ref seed);
        _first = new Word(places[0], ref seed);
        if (places.Length == 1) return;
        _others = new Word[places.Length - 1];
        for (var index = 1; index < places.Length; index++) _others[index - 1] = new Word(places[index], ref seed);
    }

    /// <summary>Returns the length and the host group of a key as one number.</summary>
    internal static ulong ShapeOf(int length, int group) => (uint)length | ((ulong)(uint)group << 32);

    /// <summary>True if a single word is hashed, so that <see cref="ComputeAtOne"/> may be called.</summary>
    internal bool IsAtOne => _others is null;

    /// <summary>Hashes a key.</summary>
    /// <param name="key">The bytes; may be empty.</param>
    /// <param name="shape">The result of <see cref="ShapeOf"/> for the key.</param>
    internal uint Compute(ReadOnlySpan<byte> key, ulong shape) => Upper(unchecked(Start(key, shape) + WeighOthers(key)));

    /// <summary>Hashes a key if <see cref="IsAtOne"/>. Faster than <see cref="Compute"/>, because everything is inlined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint ComputeAtOne(ReadOnlySpan<byte> key, ulong shape) => Upper(Start(key, shape));

    /// <summary>Returns the bucket of a hash: its highest bits.</summary>
    /// <param name="hash">The result of <see cref="Compute"/>.</param>
    /// <param name="shift">The result of <see cref="ShiftOf"/> for the number of buckets.</param>
    internal static uint Bucket(uint hash, int shift) => hash >> shift;

    /// <summary>Returns the slot of a hash: the highest bits of its product with the multiplier of its bucket.</summary>
    /// <param name="hash">The result of <see cref="Compute"/>.</param>
    /// <param name="multiplier">The number that the generator found for the bucket.</param>
    /// <param name="shift">The result of <see cref="ShiftOf"/> for the number of slots.</param>
    internal static uint Slot(uint hash, uint multiplier, int shift) => unchecked(hash * multiplier) >> shift;

    /// <summary>Returns the number of bits by which a hash is shifted right to become an index.</summary>
    /// <param name="count">The number of buckets or slots: a power of two, at least 2, because a shift by 32 has no effect.</param>
    internal static int ShiftOf(int count)
    {
        var shift = 32;
        for (; count > 1; count >>= 1) shift--;
        return shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Start(ReadOnlySpan<byte> key, ulong shape)
    {
        var word = key.Length < KeyWords.Length ? KeyWords.Short(key) : KeyWords.At(key, _first.Place);
        return unchecked(_base + (shape * _shapeFactor) + _first.Weigh(word));
    }

    // The positions ascend, so all words after the first one that reaches the end of the key are equal to it.
    private ulong WeighOthers(ReadOnlySpan<byte> key)
    {
        var sum = 0UL;
        if (_others is null || _first.IsLastIn(key)) return sum;
        foreach (var word in _others)
        {
            sum = unchecked(sum + word.Weigh(KeyWords.At(key, word.Place)));
            if (word.IsLastIn(key)) break;
        }

        return sum;
    }

    private static uint Upper(ulong sum) => (uint)(sum >> 32);

    // SplitMix64: different states give different and unrelated numbers.
    private static ulong NextFactor(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var factor = state;
            factor = (factor ^ (factor >> 30)) * 0xBF58476D1CE4E5B9;
            factor = (factor ^ (factor >> 27)) * 0x94D049BB133111EB;
            return factor ^ (factor >> 31);
        }
    }

    /// <summary>A word of a key: its position, and the multipliers of its halves.</summary>
    private readonly struct Word
    {
        private readonly ulong _lowFactor;
        private readonly ulong _highFactor;

        internal Word(int place, ref ulong seed)
        {
            if (place < 0) throw new ArgumentOutOfRangeException(nameof(place));
            Place = place;
            _lowFactor = NextFactor(ref seed);
            _highFactor = NextFactor(ref seed);
        }

        internal int Place { get; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ulong Weigh(ulong word) => unchecked(((uint)word * _lowFactor) + ((word >> 32) * _highFactor));

        internal bool IsLastIn(ReadOnlySpan<byte> key) => Place >= key.Length - KeyWords.Length;
    }
}
