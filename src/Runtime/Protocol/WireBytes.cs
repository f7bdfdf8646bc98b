using System.Buffers;
using System.Buffers.Binary;

namespace RouteGen.Protocol;

/// <summary>Sets of bytes that parts of a message may, or must not, contain, for vectorised searches.</summary>
internal static class WireBytes
{
    /// <summary>Bytes of a token (RFC 9110 section 5.6.2).</summary>
    internal static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Control bytes that a field value must not contain: all except the tab (RFC 9110 section 5.5).</summary>
    internal static readonly SearchValues<byte> Control = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127,
    ]);

    /// <summary>Bytes that a field name must not contain even in a response: controls, blanks and DEL.</summary>
    internal static readonly SearchValues<byte> ControlOrBlank = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 127,
    ]);

    /// <summary>
    /// Characters of a target: visible ASCII except the number sign and the backslash. The set is Go's, which exceeds RFC 3986.
    /// </summary>
    internal static readonly SearchValues<byte> Target = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>Characters of a host and port, other than escapes. The set is Go's, which follows RFC 3986 section 3.2.2.</summary>
    internal static readonly SearchValues<byte> Host =
        SearchValues.Create("!$&'()*+,-.0123456789:;=ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~"u8);

    internal static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(Token) < 0;

    internal static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    /// <summary>True if every byte is ASCII.</summary>
    internal static bool IsAscii(ReadOnlySpan<byte> text)
    {
        var seen = 0UL;
        while (text.Length >= sizeof(ulong))
        {
            seen |= BinaryPrimitives.ReadUInt64LittleEndian(text);
            text = text[sizeof(ulong)..];
        }

        foreach (var value in text) seen |= value;
        return (seen & 0x8080808080808080) == 0;
    }

    /// <summary>True if two texts of the same length are equal. The time depends only on the length.</summary>
    internal static bool AreSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var difference = 0UL;
        while (left.Length >= sizeof(ulong))
        {
            difference |= BinaryPrimitives.ReadUInt64LittleEndian(left) ^ BinaryPrimitives.ReadUInt64LittleEndian(right);
            left = left[sizeof(ulong)..];
            right = right[sizeof(ulong)..];
        }

        for (var index = 0; index < left.Length; index++) difference |= (uint)(left[index] ^ right[index]);
        return difference == 0;
    }

    /// <summary>Returns the text without leading and trailing blanks (RFC 9110 section 5.6.3).</summary>
    internal static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);
}
