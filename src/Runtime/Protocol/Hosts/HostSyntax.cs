using System.Text;

namespace RouteGen.Protocol;

/// <summary>Syntax of hosts with ports, as in the <c>Host</c> field and the target (RFC 3986 section 3.2).</summary>
internal static class HostSyntax
{
    /// <summary>
    /// Splits <c>host[:port]</c>. Returns false for an empty host, a byte outside Go's set (which excludes user information), an invalid
    /// escape, brackets around anything except an IPv6 address, or a port that is not a number up to 65535. The port may be empty, with or
    /// without a colon. Names are not checked further: a label may be empty, long, or begin with a hyphen.
    /// </summary>
    internal static bool TrySplit(ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> port)
    {
        host = port = default;
        if (authority.IsEmpty) return false;
        if (authority.IndexOfAnyExcept(WireBytes.Host) is >= 0 and var odd && !HasValidEscapes(authority[odd..])) return false;
        var end = authority[0] == '[' ? authority.IndexOf((byte)']') + 1 : authority.IndexOf((byte)':');
        if (end < 0) end = authority.Length;
        if (end == 0) return false;
        host = authority[..end];
        if (authority[0] == '[' ? !IsIpLiteral(host) : host.IndexOfAny((byte)'[', (byte)']') >= 0) return false;
        if (end == authority.Length) return true;
        if (authority[end] != ':') return false;
        port = authority[(end + 1)..];
        return IsPort(port);
    }

    /// <summary>
    /// True if two valid authorities have the same host, ignoring case, and the same port. An absent port means the default.
    /// </summary>
    internal static bool AreSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ReadOnlySpan<byte> defaultPort)
    {
        return TrySplit(left, out var leftHost, out var leftPort)
            && TrySplit(right, out var rightHost, out var rightPort)
            && Ascii.EqualsIgnoreCase(leftHost, rightHost)
            && (leftPort.IsEmpty ? defaultPort : leftPort).SequenceEqual(rightPort.IsEmpty ? defaultPort : rightPort);
    }

    // RFC 3986 section 3.2.2, with the zone of RFC 6874. IPvFuture addresses are refused, since none are defined.
    private static bool IsIpLiteral(ReadOnlySpan<byte> bracketed)
    {
        if (bracketed.Length <= 2) return false;
        var address = bracketed[1..^1];
        var zone = address.IndexOf((byte)'%');
        if (zone < 0) return IpText.IsIPv6(address);
        return address[zone..].StartsWith("%25"u8) && IsZone(address[(zone + "%25".Length)..]) && IpText.IsIPv6(address[..zone]);
    }

    private static bool IsZone(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')) return false;
        return !text.IsEmpty;
    }

    // The text starts at the first byte that a host without escapes cannot contain.
    private static bool HasValidEscapes(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            if (text[0] != '%' || text.Length < 3 || PercentEncoding.HexDigit(text[1]) < 0 || PercentEncoding.HexDigit(text[2]) < 0)
                return false;
            text = text[3..];
            var next = text.IndexOfAnyExcept(WireBytes.Host);
            if (next < 0) return true;
            text = text[next..];
        }
    }

    private static bool IsPort(ReadOnlySpan<byte> port) =>
        port.IsEmpty || (FieldValues.TryParseLength(port, digitsMax: 5, out var number) && number <= ushort.MaxValue);
}
