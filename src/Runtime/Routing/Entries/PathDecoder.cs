using System.Buffers;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen.Routing;

/// <summary>
/// Converts the path of a request to a match key, which <c>MatchTable.cs</c> defines, and back. An encoded slash (<c>%2F</c>) remains
/// distinct from a slash that separates segments.
/// </summary>
internal static class PathDecoder
{
    /// <summary>Byte that represents an encoded slash in a key.</summary>
    private const byte EncodedSlash = 0;

    /// <summary>Converts an escaped path to a key, without cleaning it.</summary>
    /// <param name="path">The escaped path.</param>
    /// <param name="key">Receives the key. At least as long as the path.</param>
    /// <param name="length">Number of bytes of <paramref name="key"/> that were written.</param>
    /// <returns>False for an invalid escape, and for a NUL, which would be taken for an encoded slash.</returns>
    internal static bool TryDecode(ReadOnlySpan<byte> path, Span<byte> key, out int length)
    {
        length = 0;
        while (true)
        {
            var slash = path.IndexOf((byte)'/');
            if (!PercentEncoding.TryDecode(slash < 0 ? path : path[..slash], key[length..], out var count)) return false;
            var segment = key.Slice(length, count);
            if (segment.Contains(EncodedSlash)) return false;
            segment.Replace((byte)'/', EncodedSlash);
            length += count;
            if (slash < 0) return true;
            key[length++] = (byte)'/';
            path = path[(slash + 1)..];
        }
    }

    /// <summary>Returns the decoded path of a key, in which encoded and other slashes look the same.</summary>
    internal static string ToText(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(key).Replace((char)EncodedSlash, '/');

    /// <summary>Appends the escaped path of a key.</summary>
    internal static void Encode(ReadOnlySpan<byte> key, IBufferWriter<byte> output)
    {
        while (true)
        {
            var stop = key.IndexOf(EncodedSlash);
            PercentEncoding.EncodePath(stop < 0 ? key : key[..stop], output);
            if (stop < 0) return;
            output.Write("%2F"u8);
            key = key[(stop + 1)..];
        }
    }
}
