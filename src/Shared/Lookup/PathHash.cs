// The hash under the perfect hash. This one file is compiled twice, into the runtime and into the generator (netstandard2.0), and both
// must compute the same number on every machine: words are read little-endian, arithmetic is 64-bit and unchecked.
//
// It does not look at all of a key. The generator has found places, one as a rule, such that no two keys of a table have the same length,
// group and eight-byte words there (src/Generators/Planning/WordPlaces.cs). A word that would reach beyond the key's end is its last eight
// bytes, and a key shorter than a word counts as one word.
//
// The length, the group and the halves of each word are multiplied by factors of their own, and the products are added: multilinear
// hashing, whose upper 32 bits are strongly universal. No product waits for another. The factors, and the base they are added to (else no
// key at all would be 0 under every seed), come from the seed, so that keys which fall together under one seed part under the next.
//
// It need not withstand an attacker. A look-up makes one probe and at most one comparison whatever the path is, and of a path no more words
// are hashed than of the longest key, so a chosen path costs no more than an honest one.
using System;
using System.Runtime.CompilerServices;

namespace RouteGen.Routing;

internal readonly struct PathHash
{
    private readonly ulong _base;
    private readonly ulong _shapeFactor;
    private readonly Word _first;
    private readonly Word[]? _others;

    /// <summary>The hash of a table.</summary>
    /// <param name="seed">Chosen by the generator so that the keys of the table separate.</param>
    /// <param name="places">Positions in a key at which words are read, ascending and not negative: at least one.</param>
    internal PathHash(ulong seed, ReadOnlySpan<int> places)
    {
        _base = NextFactor(ref seed);
        _shapeFactor = NextFactor(ref seed);
        _first = new Word(places[0], ref seed);
        if (places.Length == 1) return;
        _others = new Word[places.Length - 1];
        for (var index = 1; index < places.Length; index++) _others[index - 1] = new Word(places[index], ref seed);
    }

    /// <summary>The length and the host group of a key as one number.</summary>
    internal static ulong ShapeOf(int length, int group) => (uint)length | ((ulong)(uint)group << 32);

    /// <summary>True if there is one place only, so that <see cref="ComputeAtOne"/> says all.</summary>
    internal bool IsAtOne => _others is null;

    /// <summary>Hashes a key.</summary>
    /// <param name="key">The bytes; empty is a key like any other.</param>
    /// <param name="shape">Its <see cref="ShapeOf"/>; keys of different groups are different keys.</param>
    internal uint Compute(ReadOnlySpan<byte> key, ulong shape) => Upper(unchecked(Start(key, shape) + WeighOthers(key)));

    /// <summary>Variant of <see cref="Compute"/>, where there is one place. There is no call in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint ComputeAtOne(ReadOnlySpan<byte> key, ulong shape) => Upper(Start(key, shape));

    /// <summary>The bucket of a hash: its highest bits.</summary>
    /// <param name="hash">The result of <see cref="Compute"/>.</param>
    /// <param name="shift">The <see cref="ShiftOf"/> the number of buckets.</param>
    internal static uint Bucket(uint hash, int shift) => hash >> shift;

    /// <summary>The slot of a hash: the highest bits of its product with a number that the generator has found for its bucket.</summary>
    /// <param name="hash">The result of <see cref="Compute"/>.</param>
    /// <param name="multiplier">That of the hash's bucket.</param>
    /// <param name="shift">The <see cref="ShiftOf"/> the number of slots.</param>
    internal static uint Slot(uint hash, uint multiplier, int shift) => unchecked(hash * multiplier) >> shift;

    /// <summary>Number of bits by which a hash is shifted to become an index.</summary>
    /// <param name="count">Their number: a power of two, at least 2, since nothing can be shifted by 32.</param>
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

    // The places ascend: the first one at which the key ends is the last that can say anything.
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

    // SplitMix64: distinct states give distinct and unrelated numbers.
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
