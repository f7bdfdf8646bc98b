using System.Buffers;
using System.Text;

namespace RouteGen;

/// <summary>Canonical field names, with shared strings for common ones.</summary>
internal static class HeaderNames
{
    private static readonly SearchValues<char> s_tokenChars =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Common names by length, so that a look-up compares only a few candidates.
    private static readonly string[][] s_common = ByLength(
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Allow", "Authorization", "Cache-Control", "Connection",
        "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date", "Etag", "Expect", "Host", "If-Match",
        "If-Modified-Since", "If-None-Match", "Keep-Alive", "Last-Modified", "Location", "Origin", "Range", "Referer", "Server",
        "Set-Cookie", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Vary", "X-Forwarded-For", "X-Request-Id",
    ]);

    /// <summary>Returns true if the text is a token (RFC 9110 section 5.6.2), and so a valid field name.</summary>
    internal static bool IsToken(ReadOnlySpan<char> name) => !name.IsEmpty && name.IndexOfAnyExcept(s_tokenChars) < 0;

    internal static string Canonicalise(string name)
    {
        if (!IsToken(name) || IsCanonical(name)) return name;
        return string.Create(name.Length, name, static (target, source) =>
        {
            source.CopyTo(target);
            MakeCanonical(target);
        });
    }

    /// <summary>Returns the canonical form of a received name, which must be a token.</summary>
    internal static string Canonicalise(ReadOnlySpan<byte> name)
    {
        if (name.Length < s_common.Length)
            foreach (var candidate in s_common[name.Length])
                if (Ascii.EqualsIgnoreCase(name, candidate)) return candidate;
        var text = Encoding.Latin1.GetString(name);
        return Canonicalise(text);
    }

    private static bool IsCanonical(ReadOnlySpan<char> name)
    {
        var upper = true;
        foreach (var letter in name)
        {
            if (upper ? char.IsAsciiLetterLower(letter) : char.IsAsciiLetterUpper(letter)) return false;
            upper = letter == '-';
        }

        return true;
    }

    private static void MakeCanonical(Span<char> name)
    {
        var upper = true;
        foreach (ref var letter in name)
        {
            if (upper ? char.IsAsciiLetterLower(letter) : char.IsAsciiLetterUpper(letter)) letter ^= ' ';
            upper = letter == '-';
        }
    }

    private static string[][] ByLength(string[] names)
    {
        var table = new string[names.Max(static name => name.Length) + 1][];
        for (var length = 0; length < table.Length; length++) table[length] = Array.FindAll(names, name => name.Length == length);
        return table;
    }
}
