// Character sets of cookies. RFC 6265 section 4.1.1 allows neither blanks nor commas in values, but servers send them. They are accepted
// here, and written in quotes.
using System.Buffers;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal static class CookieSyntax
{
    // Visible ASCII and the blank, except quote, semicolon and backslash.
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

    /// <summary>Returns the path without invalid characters.</summary>
    internal static string CleanPath(string path) => Clean(path, s_pathChars);

    /// <summary>Removes quotes. Returns false if the rest is not a valid value.</summary>
    internal static bool TryUnquote(ReadOnlySpan<char> text, out string value, out bool isQuoted)
    {
        isQuoted = text is ['"', .., '"'];
        if (isQuoted) text = text[1..^1];
        value = "";
        if (!IsValue(text)) return false;
        value = text.ToString();
        return true;
    }

    /// <summary>Trims blanks and tabs (RFC 6265 section 5.2) and, like Go, line endings.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(" \t\r\n");

    /// <summary>
    /// Returns true for a valid <c>Domain</c> attribute: an IPv4 address, or a name with at least one letter and optionally a leading dot.
    /// </summary>
    internal static bool IsDomain(string domain) => IsDomainName(domain) || IpText.IsIPv4(domain);

    /// <summary>Returns true if a host is an IP address, which has no subdomains.</summary>
    internal static bool IsAddress(string host) => IpText.IsIPv4(host) || IpText.IsIPv6(host);

    // RFC 1034 section 3.5, but a label may begin with a digit (RFC 1123 section 2.1). The last label may be empty.
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
