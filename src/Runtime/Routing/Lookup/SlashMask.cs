using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace RouteGen.Routing;

/// <summary>Finds the slashes of a path, the only positions at which a prefix can end.</summary>
internal static class SlashMask
{
    /// <summary>Largest number of bytes for which there is a mask.</summary>
    internal const int Width = 64;

    /// <summary>Returns a mask in which bit i is set if byte i is a slash.</summary>
    /// <param name="path">At most <see cref="Width"/> bytes.</param>
    internal static ulong Of(ReadOnlySpan<byte> path)
    {
        Debug.Assert(path.Length <= Width);
        var mask = 0UL;
        var index = 0;
        if (Vector128.IsHardwareAccelerated && path.Length >= Vector128<byte>.Count)
        {
            for (; index <= path.Length - Vector128<byte>.Count; index += Vector128<byte>.Count) mask |= Of16(path[index..]) << index;

            // The last step may read some bytes again, which sets the same bits.
            var last = path.Length - Vector128<byte>.Count;
            return mask | (Of16(path[last..]) << last);
        }

        for (; index < path.Length; index++)
        {
            if (path[index] == (byte)'/') mask |= 1UL << index;
        }

        return mask;
    }

    private static ulong Of16(ReadOnlySpan<byte> bytes) =>
        Vector128.Equals(Vector128.Create(bytes), Vector128.Create((byte)'/')).ExtractMostSignificantBits();
}
