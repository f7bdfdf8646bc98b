// Percent-encoding of paths (RFC 3986 section 2.1). Decoding works on bytes and refuses invalid escapes. Encoding escapes the same
// characters as Go's URL.EscapedPath, with upper-case digits.
using System.Buffers;

namespace RouteGen.Protocol;

internal static class PercentEncoding
{
    private static readonly SearchValues<byte> s_plainInPath =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@"u8);

    /// <summary>
    /// Decodes <paramref name="escaped"/> into <paramref name="destination"/>, which must be as long. Returns false for an invalid escape.
    /// </summary>
    internal static bool TryDecode(ReadOnlySpan<byte> escaped, Span<byte> destination, out int written)
    {
        written = 0;
        while (true)
        {
            var percent = escaped.IndexOf((byte)'%');
            var plain = percent < 0 ? escaped : escaped[..percent];
            plain.CopyTo(destination[written..]);
            written += plain.Length;
            if (percent < 0) return true;
            if (percent + 2 >= escaped.Length) return false;
            var high = HexDigit(escaped[percent + 1]);
            var low = HexDigit(escaped[percent + 2]);
            if ((high | low) < 0) return false;
            destination[written++] = (byte)((high << 4) | low);
            escaped = escaped[(percent + 3)..];
        }
    }

    /// <summary>Appends a path, escaped where necessary.</summary>
    internal static void EncodePath(ReadOnlySpan<byte> decoded, IBufferWriter<byte> output)
    {
        while (!decoded.IsEmpty)
        {
            var stop = decoded.IndexOfAnyExcept(s_plainInPath);
            if (stop < 0) stop = decoded.Length;
            output.Write(decoded[..stop]);
            if (stop == decoded.Length) return;
            WriteEscape(decoded[stop], output);
            decoded = decoded[(stop + 1)..];
        }
    }

    /// <summary>Returns the value of a hexadecimal digit, or -1 for any other byte.</summary>
    internal static int HexDigit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };

    private static void WriteEscape(byte value, IBufferWriter<byte> output)
    {
        var digits = "0123456789ABCDEF"u8;
        var span = output.GetSpan(3);
        span[0] = (byte)'%';
        span[1] = digits[value >> 4];
        span[2] = digits[value & 15];
        output.Advance(3);
    }
}
