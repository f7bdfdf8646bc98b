using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace RouteGen.Protocol;

/// <summary>Parser of IP addresses that accepts only the text form of RFC 3986 section 3.2.2.</summary>
/// <remarks>
/// The platform's parser, like the C library's, also reads <c>127.1</c>, <c>0x7f.1</c>, <c>0177.0.0.1</c> and <c>2130706433</c> as
/// <c>127.0.0.1</c>, and accepts ports and prefixes after an IPv6 address. Two parsers could read such a text as two different hosts.
/// </remarks>
internal static class IpText
{
    // The longest text has eight groups, the last two written as an IPv4 address.
    private const int IPv6LengthMax = 45;

    /// <summary>Parses an address. An IPv6 address may have a zone (<c>fe80::1%eth0</c>), which must exist on this machine.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return IsAddress(text) && IPAddress.TryParse(text, out address);
    }

    /// <summary>True if the text is an IPv4 address, or an IPv6 address with or without a zone.</summary>
    internal static bool IsAddress(ReadOnlySpan<char> text)
    {
        if (IsIPv4(text)) return true;
        var zone = text.IndexOf('%');
        return IsIPv6(zone < 0 ? text : text[..zone]) && zone != text.Length - 1;
    }

    /// <summary>True if the text is four decimal numbers up to 255, without leading zeros.</summary>
    internal static bool IsIPv4(ReadOnlySpan<char> text)
    {
        if (text.Length is < 7 or > 15) return false;
        var dots = 0;
        // Value of the current part, or -1 if it has no digit yet.
        var number = -1;
        foreach (var letter in text)
        {
            if (letter == '.')
            {
                if (number < 0 || ++dots > 3) return false;
                number = -1;
                continue;
            }

            if (!char.IsAsciiDigit(letter) || number == 0) return false;
            number = (Math.Max(number, 0) * 10) + (letter - '0');
            if (number > byte.MaxValue) return false;
        }

        return dots == 3 && number >= 0;
    }

    /// <summary>True if the text is an IPv6 address without brackets and without a zone.</summary>
    internal static bool IsIPv6(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > IPv6LengthMax) return false;
        var groups = 0;
        var hasGap = text.StartsWith("::");
        if (hasGap) text = text[2..];
        while (!text.IsEmpty)
        {
            var colon = text.IndexOf(':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && IsIPv4(group)) return IsWhole(groups + 2, hasGap);
            if (group.Length is 0 or > 4 || !IsHex(group)) return false;
            groups++;
            if (colon < 0) break;
            text = text[(colon + 1)..];
            if (text.IsEmpty) return false;
            if (text[0] != ':') continue;
            if (hasGap) return false;
            hasGap = true;
            text = text[1..];
        }

        return IsWhole(groups, hasGap);
    }

    /// <summary>True if the bytes are an IPv6 address without brackets and without a zone.</summary>
    internal static bool IsIPv6(ReadOnlySpan<byte> text)
    {
        if (text.Length > IPv6LengthMax) return false;
        Span<char> letters = stackalloc char[text.Length];
        for (var index = 0; index < text.Length; index++) letters[index] = (char)text[index];
        return IsIPv6(letters);
    }

    /// <summary>
    /// True if some parsers would read a host as an IPv4 address although it does not have four decimal parts: its last label is a decimal
    /// or hexadecimal number, and no top-level domain is a number. False for an IPv6 address, even if it ends in an IPv4 address.
    /// </summary>
    internal static bool IsAlmostIPv4(ReadOnlySpan<char> host)
    {
        if (IsIPv4(host) || host.Contains(':')) return false;
        if (host.EndsWith('.')) host = host[..^1];
        var last = host[(host.LastIndexOf('.') + 1)..];
        if (last.IsEmpty) return false;
        if (last is ['0', 'x' or 'X', .. var digits]) return IsHex(digits);
        foreach (var letter in last)
            if (!char.IsAsciiDigit(letter)) return false;
        return true;
    }

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            if (!char.IsAsciiHexDigit(letter)) return false;
        return true;
    }

    // A gap replaces at least one group.
    private static bool IsWhole(int groups, bool hasGap) => hasGap ? groups < 8 : groups == 8;
}
