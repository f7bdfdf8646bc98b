using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RouteGen.Routing;

/// <summary>Compares keys.</summary>
internal static class KeyBytes
{
    /// <summary>True if a key is equal to bytes of the same length.</summary>
    /// <remarks>
    /// Like <c>SequenceEqual</c>, but without a call: a caller that is inlined as well then has no call either, and saves no registers. The
    /// first and the last part may overlap.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="other">The first of as many bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AreEqual(ReadOnlySpan<byte> key, ref byte other)
    {
        if (key.Length < Vector128<byte>.Count) return AreShortEqual(key, ref other);

        // All parts begin at the last one's begin or before, and so end at the key's end or before.
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
