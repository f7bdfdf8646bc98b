// Reads a key in words. Compiled twice, as PathHash is, into the runtime and into the generator.
//
// The reads are unchecked, because the compiler cannot prove that a position is in range, and would check each of them twice. A comment at
// each says why it is safe, and debug builds assert it.
using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouteGen.Routing;

internal static class KeyWords
{
    /// <summary>Length of a word, in bytes.</summary>
    internal const int Length = 8;

    /// <summary>
    /// The word at a place, or the last one where it would reach beyond the end. On every machine the first byte is the lowest.
    /// </summary>
    /// <param name="key">At least a word long.</param>
    /// <param name="place">Not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong At(ReadOnlySpan<byte> key, int place)
    {
        // From the smaller of the two, which is not negative, there are eight bytes to the end at least.
        Debug.Assert(key.Length >= Length && place >= 0);
        var word = Read<ulong>(key, Math.Min(place, key.Length - Length));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    /// <summary>A key that is shorter than a word, as a word. Keys of one length have one word only if they are equal.</summary>
    /// <param name="key">0 to 7 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Short(ReadOnlySpan<byte> key)
    {
        Debug.Assert(key.Length < Length);
        if (key.Length >= 4)
        {
            // Two reads that may overlap. At least four bytes: the first four and the last four are within.
            var word = Read<uint>(key, 0) | ((ulong)Read<uint>(key, key.Length - 4) << 32);
            return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
        }

        if (key.IsEmpty) return 0;
        return key[0] | ((ulong)key[key.Length >> 1] << 8) | ((ulong)key[key.Length - 1] << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(ReadOnlySpan<byte> key, int place) =>
        Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref MemoryMarshal.GetReference(key), (nint)(uint)place));
}
