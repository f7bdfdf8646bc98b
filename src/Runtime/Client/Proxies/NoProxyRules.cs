using System.Buffers;
using System.Globalization;
using System.Net;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Rules for the hosts that are reached without a proxy: the entries of <c>NO_PROXY</c>, localhost and loopback addresses. The rules are
/// Go's (<c>httpproxy</c>).
/// </summary>
/// <remarks>
/// An entry is an address, a network (<c>10.0.0.0/8</c>), a name (with its subdomains), a name after a dot or <c>*.</c> (only its
/// subdomains), or <c>*</c>. Addresses and names may have a port. A trailing dot (<c>a.test.</c>) is ignored, in the list and in the host.
/// Any other entry is skipped.
/// </remarks>
internal sealed class NoProxyRules
{
    private const int PortDigitsMax = 5;

    private static readonly SearchValues<char> s_name = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    private readonly List<Network> _networks = [];
    private readonly List<Name> _names = [];
    private readonly bool _matchesAll;

    /// <summary>Parses a comma-separated list. The action is called with each malformed entry.</summary>
    internal NoProxyRules(string list, Action<string> onSkipped)
    {
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = part.ToLowerInvariant();
            if (entry == "*") _matchesAll = true;
            else if (!TryAdd(entry)) onSkipped(part);
        }
    }

    /// <summary>True if a host is reached directly.</summary>
    /// <exception cref="InvalidOperationException">The host is not a name that can be looked up.</exception>
    internal bool Match(string host, string port)
    {
        host = WithoutDot(Url.ToAscii(host.Trim()).ToLowerInvariant());
        if (host == "localhost") return true;
        if (TryParseAddress(host, out var address))
        {
            if (IPAddress.IsLoopback(address)) return true;
            foreach (var network in _networks)
                if (network.Contains(address, port)) return true;
        }

        if (_matchesAll) return true;
        foreach (var name in _names)
            if (name.Matches(host, port)) return true;
        return false;
    }

    private bool TryAdd(string entry)
    {
        if (entry.Contains('/')) return TryAddNetwork(entry);
        if (!TrySplitPort(entry, out var host, out var port)) return false;
        if (TryParseAddress(host, out var address))
        {
            var bytes = address.GetAddressBytes();
            _networks.Add(new Network(bytes, bytes.Length * 8, port));
            return true;
        }

        if (host.StartsWith("*.", StringComparison.Ordinal)) host = host[1..];
        var isBelow = host.StartsWith('.');
        if (!TryToName(isBelow ? host[1..] : host, out var name)) return false;
        _names.Add(new Name("." + name, !isBelow, port));
        return true;
    }

    private static bool TryToName(string text, out string name)
    {
        name = "";
        try
        {
            name = WithoutDot(Url.ToAscii(text).ToLowerInvariant());
        }
        catch (InvalidOperationException)
        {
            // The name has no ASCII form, so no host can match it.
            return false;
        }

        return name.Length > 0 && name.AsSpan().IndexOfAnyExcept(s_name) < 0 && !IpText.IsAlmostIPv4(name);
    }

    private bool TryAddNetwork(string entry)
    {
        var slash = entry.IndexOf('/');
        if (entry.Contains('%') || !IpText.TryParse(entry[..slash], out var address)) return false;
        if (!int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return false;
        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8) return false;
        // IPv4 hosts are compared as IPv4 addresses, even with an IPv4-mapped network.
        const int MappedBytes = 12;
        var isMapped = address.IsIPv4MappedToIPv6 && length >= MappedBytes * 8;
        _networks.Add(isMapped ? new Network(bytes[MappedBytes..], length - (MappedBytes * 8), "") : new Network(bytes, length, ""));
        return true;
    }

    private static bool TrySplitPort(string entry, out string host, out string port)
    {
        (host, port) = (entry, "");
        if (entry.StartsWith('['))
        {
            var close = entry.IndexOf(']');
            if (close < 0) return false;
            host = entry[1..close];
            if (!host.Contains(':')) return false;
            if (close == entry.Length - 1) return true;
            port = entry[(close + 1)..];
            if (port[0] != ':') return false;
            port = port[1..];
        }
        else
        {
            // Text with more than one colon is an IPv6 address without brackets, which cannot have a port.
            var colon = entry.IndexOf(':');
            if (colon < 0 || entry.IndexOf(':', colon + 1) >= 0) return true;
            (host, port) = (entry[..colon], entry[(colon + 1)..]);
        }

        return port.Length is > 0 and <= PortDigitsMax && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    // Parses an address without its zone. An IPv4-mapped address becomes an IPv4 address.
    private static bool TryParseAddress(string text, out IPAddress address)
    {
        address = IPAddress.None;
        var zone = text.IndexOf('%');
        if (!IpText.IsAddress(text) || !IpText.TryParse(zone < 0 ? text : text[..zone], out var parsed)) return false;
        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return true;
    }

    private static string WithoutDot(string name) => name.EndsWith('.') ? name[..^1] : name;

    // A network, or an address as a network of full length. Bits after the prefix are ignored.
    private sealed class Network(byte[] prefix, int length, string onlyPort)
    {
        internal bool Contains(IPAddress address, string port)
        {
            var bytes = address.GetAddressBytes();
            if (bytes.Length != prefix.Length || (onlyPort.Length > 0 && onlyPort != port)) return false;
            var whole = length / 8;
            if (!bytes.AsSpan(0, whole).SequenceEqual(prefix.AsSpan(0, whole))) return false;
            return length % 8 == 0 || ((bytes[whole] ^ prefix[whole]) & (0xFF00 >> (length % 8)) & 0xFF) == 0;
        }
    }

    // A rule for a name. The suffix begins with a dot.
    private sealed class Name(string suffix, bool matchesItself, string onlyPort)
    {
        internal bool Matches(string host, string port)
        {
            if (onlyPort.Length > 0 && onlyPort != port) return false;
            return host.EndsWith(suffix, StringComparison.Ordinal) || (matchesItself && host.AsSpan().SequenceEqual(suffix.AsSpan(1)));
        }
    }
}
