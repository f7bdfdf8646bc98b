// Takes a prefix off the path of a URL, for StripPrefix and for mounted muxes. The path is compared as it was written, octet by octet: a
// letter may be escaped in any way, and an encoded slash is not a slash.
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal static class PathPrefix
{
    /// <summary>The URL without the prefix of its path; null if its path does not begin with it.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="prefix">The prefix, decoded. It may end within a segment.</param>
    internal static Url? Strip(Url url, string prefix)
    {
        if (prefix.Length == 0) return url;
        if (!url.Path.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var rest = url.Path[prefix.Length..];
        if (url.RawPath.Length == 0) return url.WithPath(rest, "");
        var length = FindEnd(url.RawPath, Encoding.UTF8.GetBytes(prefix));
        return length < 0 ? null : url.WithPath(rest, url.RawPath[length..]);
    }

    // The length of the escaped text that decodes to the prefix; -1 if the text does not begin with it.
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
