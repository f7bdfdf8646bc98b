// Character sets of cookies. Values may contain blanks and commas, which RFC 6265 section 4.1.1 does not allow, because servers send them;
// such a value is written in quotes.
using System.Buffers;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal static class CookieSyntax
{
    // Visible ASCII and the blank, without quote, semicolon and backslash.
    private static readonly SearchValues<char> s_valueChars =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static readonly SearchValues<char> s_pathChars =
        SearchValues.Create(" !\"#$%&'()*+,-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Returns true if every character is allowed in a value.</summary>
    internal static bool IsValue(ReadOnlySpan<char> value) => value.IndexOfAnyExcept(s_valueChars) < 0;

    /// <summary>Returns true if every character is allowed in the <c>Path</c> attribute.</summary>
    internal static bool IsPath(ReadOnlySpan<char> path) => path.IndexOfAnyExcept(s_pathChars) < 0;

    /// <summary>Returns the value without invalid characters.</summary>
    internal static string CleanValue(string value) => Clean(value, s_valueChars);

    /// <summary>Returns the path without characters that are invalid in the attribute.</summary>
    internal static string CleanPath(string path) => Clean(path, s_pathChars);

    /// <summary>Removes quotes. Returns false if the rest is not a value.</summary>
    internal static bool TryUnquote(ReadOnlySpan<char> text, out string value, out bool isQuoted)
    {
        isQuoted = text is ['"', .., '"'];
        if (isQuoted) text = text[1..^1];
        value = "";
        if (!IsValue(text)) return false;
        value = text.ToString();
        return true;
    }

    /// <summary>Blanks and tabs off both ends (RFC 6265 section 5.2); line ends, too, which other senders of a header may leave.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(" \t\r\n");

    /// <summary>
    /// True if the text can be the <c>Domain</c> attribute: a name with a letter in it, a dot in front or not, or an IPv4 address.
    /// </summary>
    internal static bool IsDomain(string domain) => IsDomainName(domain) || IpText.IsIPv4(domain);

    /// <summary>True if a host is an address: it has no subdomains.</summary>
    internal static bool IsAddress(string host) => IpText.IsIPv4(host) || IpText.IsIPv6(host);

    // RFC 1034 section 3.5, with digits in front, as names are today. The last label may be empty.
    private static bool IsDomainName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > 255) return false;
        if (name[0] == '.') name = name[1..];
        var hasLetter = false;
        var start = 0;
        for (var index = 0; index <= name.Length; index++)
        {
            if (index < name.Length && name[index] != '.')
            {
                if (!char.IsAsciiLetterOrDigit(name[index]) && name[index] != '-') return false;
                hasLetter |= char.IsAsciiLetter(name[index]);
                continue;
            }

            var label = name[start..index];
            if (label.Length > 63 || (label.IsEmpty && index < name.Length)) return false;
            if (label is ['-', ..] or [.., '-']) return false;
            start = index + 1;
        }

        return hasLetter;
    }

    private static string Clean(string text, SearchValues<char> allowed)
    {
        if (text.AsSpan().IndexOfAnyExcept(allowed) < 0) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (allowed.Contains(letter)) clean.Append(letter);
        return clean.ToString();
    }
}
