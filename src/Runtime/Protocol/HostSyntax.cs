using System.Text;

namespace RouteGen.Protocol;

/// <summary>Hosts with their ports, as the <c>Host</c> field and the target write them (RFC 3986 section 3.2).</summary>
internal static class HostSyntax
{
    /// <summary>
    /// Splits <c>host[:port]</c>; false when it is not that: an empty host, a byte outside Go's set (user information falls
    /// here), a bracket out of place, a port that is not a number up to 65535. The port may be empty, colon or not.
    /// </summary>
    internal static bool TrySplit(ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> port)
    {
        host = port = default;
        if (authority.IsEmpty || authority.IndexOfAnyExcept(WireBytes.Host) >= 0) return false;
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

    /// <summary>Whether two valid authorities name the same place: hosts in any case, and the scheme's port may be left out.</summary>
    internal static bool AreSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ReadOnlySpan<byte> defaultPort)
    {
        return TrySplit(left, out var leftHost, out var leftPort)
            && TrySplit(right, out var rightHost, out var rightPort)
            && Ascii.EqualsIgnoreCase(leftHost, rightHost)
            && (leftPort.IsEmpty ? defaultPort : leftPort).SequenceEqual(rightPort.IsEmpty ? defaultPort : rightPort);
    }

    private static bool IsIpLiteral(ReadOnlySpan<byte> bracketed) => bracketed.Length > 2 && bracketed[1..].IndexOf((byte)'[') < 0;

    private static bool IsPort(ReadOnlySpan<byte> port) =>
        port.IsEmpty || (FieldValues.TryParseLength(port, digitsMax: 5, out var number) && number <= ushort.MaxValue);
}
