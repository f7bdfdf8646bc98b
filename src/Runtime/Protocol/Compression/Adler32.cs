namespace RouteGen.Protocol;

/// <summary>The checksum of zlib (RFC 1950 section 9).</summary>
internal static class Adler32
{
    private const uint Modulus = 65521;

    // Largest number of bytes that can be added before the sums must be reduced.
    private const int Stretch = 5552;

    /// <summary>Extends a checksum by these bytes. The checksum of no bytes is one.</summary>
    internal static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var low = before & 0xFFFF;
        var high = before >> 16;
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(Stretch, bytes.Length)];
            foreach (var value in part)
            {
                low += value;
                high += low;
            }

            low %= Modulus;
            high %= Modulus;
            bytes = bytes[part.Length..];
        }

        return (high << 16) | low;
    }
}
