using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RouteGen.Routing;

/// <summary>Compares keys.</summary>
internal static class KeyBytes
{
    /// <summary>Returns true if a key is equal to bytes of the same length.</summary>
    /// <remarks>
    /// Like <c>SequenceEqual</c>, but inlined, so that callers without other calls need not save registers. The last part may overlap the
    /// previous one.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="other">The first of the bytes to compare with. There are as many as in <paramref name="key"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AreEqual(ReadOnlySpan<byte> key, ref byte other)
    {
        if (key.Length < Vector128<byte>.Count) return AreShortEqual(key, ref other);

        // The last part ends at the end of the key, and every other part begins before it, so all reads are in bounds.
        ref var first = ref MemoryMarshal.GetReference(key);
        var last = (nuint)(uint)(key.Length - Vector128<byte>.Count);
        for (var at = (nuint)Vector128<byte>.Count; at < last; at += (nuint)Vector128<byte>.Count)
            if (Difference(ref first, ref other, at) != Vector128<byte>.Zero) return false;
        return (Difference(ref first, ref other, 0) | Difference(ref first, ref other, last)) == Vector128<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Difference(ref byte left, ref byte right, nuint at) =>
        Vector128.LoadUnsafe(ref left, at) ^ Vector128.LoadUnsafe(ref right, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreShortEqual(ReadOnlySpan<byte> key, ref byte first)
    {
        var other = MemoryMarshal.CreateReadOnlySpan(ref first, key.Length);
        if (key.Length < KeyWords.Length) return KeyWords.Short(key) == KeyWords.Short(other);
        return KeyWords.At(key, 0) == KeyWords.At(other, 0) && KeyWords.At(key, KeyWords.Length) == KeyWords.At(other, KeyWords.Length);
    }
}
