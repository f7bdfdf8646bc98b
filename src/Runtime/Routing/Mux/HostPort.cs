namespace RouteGen.Routing;

/// <summary>The host a mux matches (BEHAVIOUR M5).</summary>
internal static class HostPort
{
    /// <summary>
    /// The host without its port, and without the brackets of an IPv6 address that has one. Without a port, or when it is not
    /// <c>host:port</c>, it is left as it is, so that brackets around anything else match no pattern. A trailing dot is kept:
    /// <c>a.test.</c> is another host than <c>a.test</c>, as in Go. Go's name: <c>stripHostPort</c>.
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
