using System.Net;

namespace RouteGen;

/// <summary>The hosts that are reached without a proxy: the list of <c>NO_PROXY</c>, and this machine. As in Go's <c>httpproxy</c>.</summary>
/// <remarks>
/// An entry is an address, a network (<c>10.0.0.0/8</c>), a name (with everything below it), a name behind a dot or <c>*.</c> (only what
/// is below it), each with an optional port, or <c>*</c>.
/// </remarks>
internal sealed class NoProxyRules
{
    private readonly List<Network> _networks = [];
    private readonly List<Name> _names = [];
    private readonly bool _matchesAll;

    /// <summary>Reads a list; what is malformed in it is skipped.</summary>
    internal NoProxyRules(string list)
    {
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = part.ToLowerInvariant();
            if (entry == "*")
            {
                _matchesAll = true;
                return;
            }

            Add(entry);
        }
    }

    /// <summary>Whether a host is reached directly.</summary>
    /// <param name="host">Without brackets.</param>
    /// <param name="port">In digits.</param>
    internal bool Match(string host, string port)
    {
        host = Url.ToAscii(host.Trim()).ToLowerInvariant();
        if (host == "localhost") return true;
        if (IPAddress.TryParse(host, out var address))
        {
            if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
            if (IPAddress.IsLoopback(address)) return true;
            foreach (var network in _networks)
                if (network.Contains(address, port)) return true;
        }

        if (_matchesAll) return true;
        foreach (var name in _names)
            if (name.Matches(host, port)) return true;
        return false;
    }

    private void Add(string entry)
    {
        if (ParseNetwork(entry) is { } network)
        {
            _networks.Add(network);
            return;
        }

        var (host, port) = SplitPort(entry);
        if (host.Length == 0) return;
        if (IPAddress.TryParse(host, out var address))
        {
            var bytes = address.GetAddressBytes();
            _networks.Add(new Network(bytes, bytes.Length * 8, port));
            return;
        }

        if (host.StartsWith("*.", StringComparison.Ordinal)) host = host[1..];
        var isBelow = host[0] == '.';
        if (host.Length > (isBelow ? 1 : 0)) _names.Add(new Name(isBelow ? host : "." + Url.ToAscii(host), !isBelow, port));
    }

    private static Network? ParseNetwork(string entry)
    {
        var slash = entry.IndexOf('/');
        if (slash < 0 || !IPAddress.TryParse(entry.AsSpan(0, slash), out var address) || !int.TryParse(entry.AsSpan(slash + 1), out var length)) return null;
        var bytes = address.GetAddressBytes();
        return length >= 0 && length <= bytes.Length * 8 ? new Network(bytes, length, "") : null;
    }

    private static (string Host, string Port) SplitPort(string entry)
    {
        if (entry.StartsWith('[') && entry.IndexOf(']') is > 0 and var close)
            return close + 1 < entry.Length && entry[close + 1] == ':' ? (entry[1..close], entry[(close + 2)..]) : (entry[1..close], "");
        // More than one colon: an address of IPv6 without brackets, and so without a port.
        var colon = entry.IndexOf(':');
        return colon >= 0 && entry.IndexOf(':', colon + 1) < 0 ? (entry[..colon], entry[(colon + 1)..]) : (entry, "");
    }

    // An address is a network of one. Bits behind the prefix mean nothing.
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

    // The suffix begins with a dot.
    private sealed class Name(string suffix, bool matchesItself, string onlyPort)
    {
        internal bool Matches(string host, string port)
        {
            if (onlyPort.Length > 0 && onlyPort != port) return false;
            return host.EndsWith(suffix, StringComparison.Ordinal) || (matchesItself && host.AsSpan().SequenceEqual(suffix.AsSpan(1)));
        }
    }
}
