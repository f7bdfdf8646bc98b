// The hash under the perfect hash. This one file is compiled twice, into the runtime and into the generator (netstandard2.0), and both
// must compute the same number on every machine: words are read little-endian, arithmetic is 64-bit and unchecked.
//
// It need not withstand an attacker. A look-up makes one probe and one comparison whatever the path is, and a path is hashed only
// when its length is that of some key, so a chosen path costs no more than an honest one.
using System;
using System.Buffers.Binary;

namespace RouteGen.Routing;

internal static class PathHash
{
    // Odd constants with about half of their bits set: the golden ratio's, and two of xxHash's primes.
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong PrimeA = 0xC2B2AE3D27D4EB4F;
    private const ulong PrimeB = 0x165667B19E3779F9;

    /// <summary>Hashes a whole key with its length and its host group.</summary>
    /// <param name="key">The bytes; empty is a key like any other.</param>
    /// <param name="group">The host group; keys of different groups are different keys.</param>
    /// <param name="seed">Chosen by the generator so that the keys of a table separate.</param>
    internal static ulong Compute(ReadOnlySpan<byte> key, int group, ulong seed)
    {
        unchecked
        {
            var hash = seed ^ ((ulong)(uint)key.Length * PrimeA) ^ ((ulong)(uint)group * PrimeB);
            while (key.Length >= 8)
            {
                hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
                key = key.Slice(8);
            }

            return Mix(Mix(hash ^ Tail(key)));
        }
    }

    /// <summary>The bucket of a hash, whose displacement moves it: the low half.</summary>
    /// <param name="hash">What <see cref="Compute"/> returned.</param>
    /// <param name="bucketCount">A power of two.</param>
    internal static int Bucket(ulong hash, int bucketCount) => (int)((uint)hash & (uint)(bucketCount - 1));

    /// <summary>The slot of a hash under a displacement: an odd stride, of the key's own, from a start of its own.</summary>
    /// <param name="hash">What <see cref="Compute"/> returned.</param>
    /// <param name="displacement">Of the hash's bucket.</param>
    /// <param name="slotCount">A power of two.</param>
    internal static int Slot(ulong hash, uint displacement, int slotCount)
    {
        unchecked
        {
            var start = (uint)(hash >> 32);
            var step = (uint)(hash >> 15) | 1;
            return (int)((start + (displacement * step)) & (uint)(slotCount - 1));
        }
    }

    // A bijection of 64 bits: two keys that differ in one word only cannot fall together.
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value *= Golden;
            return value ^ (value >> 32);
        }
    }

    // The last 0 to 7 bytes as a word, in two reads that may overlap; the length is in the hash already.
    private static ulong Tail(ReadOnlySpan<byte> key)
    {
        if (key.Length >= 4)
        {
            var high = BinaryPrimitives.ReadUInt32LittleEndian(key.Slice(key.Length - 4));
            return BinaryPrimitives.ReadUInt32LittleEndian(key) | ((ulong)high << 32);
        }

        if (key.IsEmpty) return 0;
        return key[0] | ((ulong)key[key.Length >> 1] << 8) | ((ulong)key[key.Length - 1] << 16);
    }
}
