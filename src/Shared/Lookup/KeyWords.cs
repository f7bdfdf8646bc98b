// Reads the eight-byte words of a key. Like PathHash, this file is compiled into both the runtime and the generator.
//
// The reads are unchecked: the compiler cannot prove that a position is in range, and would check each read twice. A comment at each read
// says why it is safe, and debug builds assert it.
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
    /// Returns the word at a position, or the last word of the key if the word would extend beyond the end. The first byte is the lowest on
    /// every machine.
    /// </summary>
    /// <param name="key">The key, at least eight bytes.</param>
    /// <param name="place">The position, in bytes; not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong At(ReadOnlySpan<byte> key, int place)
    {
        // The position read is not negative and at most Length - 8, so eight bytes follow.
        Debug.Assert(key.Length >= Length && place >= 0);
        var word = Read<ulong>(key, Math.Min(place, key.Length - Length));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    /// <summary>Returns a key shorter than a word as a word. Different keys of the same length give different words.</summary>
    /// <param name="key">The key, 0 to 7 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Short(ReadOnlySpan<byte> key)
    {
        Debug.Assert(key.Length < Length);
        if (key.Length >= 4)
        {
            // The key has at least four bytes, so both reads are in range. They may overlap.
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
