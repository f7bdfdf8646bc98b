using System.Diagnostics;
using System.Numerics;

namespace RouteGen.Protocol;

/// <summary>
/// Encoder of the chunked transfer coding (RFC 9112 section 7.1). A chunk is <see cref="WriteHead"/>, its data and <see cref="Tail"/>. The
/// body ends with <see cref="End"/>, or with <see cref="LastChunk"/>, trailer field lines and <see cref="Tail"/>.
/// </summary>
internal static class ChunkedEncoder
{
    /// <summary>Largest number of bytes that <see cref="WriteHead"/> writes: eight digits and CRLF.</summary>
    internal const int HeadBytesMax = 10;

    /// <summary>The bytes after the data of a chunk, and after the last line of a trailer section.</summary>
    internal static ReadOnlySpan<byte> Tail => "\r\n"u8;

    /// <summary>The zero-length chunk, before trailer fields.</summary>
    internal static ReadOnlySpan<byte> LastChunk => "0\r\n"u8;

    /// <summary>The zero-length chunk and an empty trailer section.</summary>
    internal static ReadOnlySpan<byte> End => "0\r\n\r\n"u8;

    /// <summary>Returns the number of bytes that <see cref="WriteHead"/> writes for a size.</summary>
    internal static int HeadLength(int size) => DigitCount(size) + Tail.Length;

    /// <summary>
    /// Writes the line before a chunk's data, without leading zeros. The size must not be zero, because an empty chunk would end the body.
    /// </summary>
    /// <returns>The number of bytes written.</returns>
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
