using System.Diagnostics;
using System.Numerics;

namespace RouteGen.Protocol;

/// <summary>
/// Writes the chunked transfer coding (RFC 9112 section 7.1). A chunk is <see cref="WriteHead"/>, its data, <see cref="Tail"/>; the
/// body ends with <see cref="End"/>, or with <see cref="LastChunk"/>, trailer field lines, and <see cref="Tail"/>.
/// </summary>
internal static class ChunkedEncoder
{
    /// <summary>The most bytes that <see cref="WriteHead"/> writes: eight digits and CRLF.</summary>
    internal const int HeadBytesMax = 10;

    /// <summary>Bytes after the data of a chunk, and after the last line of a trailer section.</summary>
    internal static ReadOnlySpan<byte> Tail => "\r\n"u8;

    /// <summary>The zero-length chunk, before trailer fields.</summary>
    internal static ReadOnlySpan<byte> LastChunk => "0\r\n"u8;

    /// <summary>The zero-length chunk and an empty trailer section.</summary>
    internal static ReadOnlySpan<byte> End => "0\r\n\r\n"u8;

    /// <summary>Number of bytes that <see cref="WriteHead"/> writes for a size.</summary>
    internal static int HeadLength(int size) => DigitCount(size) + Tail.Length;

    /// <summary>Writes the line in front of a chunk's data; the size has no leading zeros.</summary>
    /// <param name="size">The bytes of data; at least 1, since a chunk of none would end the body.</param>
    /// <param name="destination">At least <see cref="HeadLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    internal static int WriteHead(int size, Span<byte> destination)
    {
        Debug.Assert(size > 0);
        var digits = DigitCount(size);
        for (var index = digits - 1; index >= 0; index--)
        {
            destination[index] = "0123456789abcdef"u8[size & 15];
            size >>= 4;
        }

        Tail.CopyTo(destination[digits..]);
        return digits + Tail.Length;
    }

    private static int DigitCount(int size) => (BitOperations.Log2((uint)size | 1) / 4) + 1;
}
