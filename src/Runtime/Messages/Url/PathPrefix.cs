// Removes a prefix from the path of a URL, for StripPrefix and for mounted muxes. The escaped path is compared byte by byte: an escaped
// character matches the character itself, except that %2F does not match a slash.
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal static class PathPrefix
{
    /// <summary>Returns the URL without the prefix, or null if its path does not begin with the prefix.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="prefix">The decoded prefix. It may end within a segment.</param>
    internal static Url? Strip(Url url, string prefix)
    {
        if (prefix.Length == 0) return url;
        if (!url.Path.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var rest = url.Path[prefix.Length..];
        if (url.RawPath.Length == 0) return url.WithPath(rest, "");
        var length = FindEnd(url.RawPath, Encoding.UTF8.GetBytes(prefix));
        return length < 0 ? null : url.WithPath(rest, url.RawPath[length..]);
    }

    // Returns the length of the escaped prefix, or -1 if the text does not begin with the prefix.
    private static int FindEnd(string escaped, byte[] prefix)
    {
        var at = 0;
        foreach (var octet in prefix)
        {
            if (at >= escaped.Length) return -1;
            if (escaped[at] != '%')
            {
                if (escaped[at] != octet) return -1;
                at++;
                continue;
            }

            if (octet == '/' || at + 2 >= escaped.Length) return -1;
            if (((PercentEncoding.HexDigit((byte)escaped[at + 1]) << 4) | PercentEncoding.HexDigit((byte)escaped[at + 2])) != octet)
                return -1;
            at += 3;
        }

        return at;
    }
}
