namespace RouteGen.Routing;

/// <summary>Extracts the host for matching (BEHAVIOUR M5).</summary>
internal static class HostPort
{
    /// <summary>
    /// Returns the host without its port and without the brackets of an IPv6 address before the port. Text that is not <c>host:port</c> is
    /// returned unchanged. As in Go, a trailing dot is kept: <c>a.test.</c> does not match <c>a.test</c>. Go's name: <c>stripHostPort</c>.
    /// </summary>
    internal static ReadOnlySpan<byte> StripPort(ReadOnlySpan<byte> host)
    {
        var colon = host.LastIndexOf((byte)':');
        if (colon < 0) return host;
        if (host[0] != '[') return host[..colon].IndexOfAny(":[]"u8) < 0 && host[colon..].IndexOfAny("[]"u8) < 0 ? host[..colon] : host;
        var close = host.IndexOf((byte)']');
        if (close < 0 || close + 1 != colon) return host;
        return !host[1..close].Contains((byte)':') || host[1..close].Contains((byte)'[') || host[colon..].IndexOfAny("[]"u8) >= 0
            ? host
            : host[1..close];
    }
}
