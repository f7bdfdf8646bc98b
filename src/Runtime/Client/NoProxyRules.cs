using System.Net;

namespace RouteGen;

/// <summary>The hosts that are reached without a proxy: the list of <c>NO_PROXY</c>, and this machine. As in Go's <c>httpproxy</c>.</summary>
/// <remarks>
/// An entry is an address, a network (<c>10.0.0.0/8</c>), a name (with everything below it), a name behind a dot or <c>*.</c> (only what
/// is below it), each with an optional port, or <c>*</c>.
/// </remarks>
internal sealed class NoProxyRules
{
    private readonly List<IPNetwork> _networks = [];
    private readonly List<(IPAddress Address, string Port)> _addresses = [];
    private readonly List<(string Suffix, bool MatchesItself, string Port)> _names = [];
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
                if (network.Contains(address)) return true;
            foreach (var entry in _addresses)
                if (entry.Address.Equals(address) && (entry.Port.Length == 0 || entry.Port == port)) return true;
        }

        if (_matchesAll) return true;
        foreach (var (suffix, matchesItself, onlyPort) in _names)
        {
            var matches = host.EndsWith(suffix, StringComparison.Ordinal) || (matchesItself && host.AsSpan().SequenceEqual(suffix.AsSpan(1)));
            if (matches && (onlyPort.Length == 0 || onlyPort == port)) return true;
        }

        return false;
    }

    private void Add(string entry)
    {
        if (TryParseNetwork(entry, out var network))
        {
            _networks.Add(network);
            return;
        }

        var (host, port) = SplitPort(entry);
        if (host.Length == 0) return;
        if (IPAddress.TryParse(host, out var address))
        {
            _addresses.Add((address, port));
            return;
        }

        if (host.StartsWith("*.", StringComparison.Ordinal)) host = host[1..];
        var isBelow = host[0] == '.';
        if (host.Length > (isBelow ? 1 : 0)) _names.Add((isBelow ? host : "." + Url.ToAscii(host), !isBelow, port));
    }

    // IPNetwork refuses bits behind the prefix; a list that has them means the network.
    private static bool TryParseNetwork(string entry, out IPNetwork network)
    {
        network = default;
        var slash = entry.IndexOf('/');
        if (slash < 0 || !IPAddress.TryParse(entry.AsSpan(0, slash), out var address) || !int.TryParse(entry.AsSpan(slash + 1), out var length)) return false;
        var bytes = address.GetAddressBytes();
        if (length < 0 || length > bytes.Length * 8) return false;
        for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        network = new IPNetwork(new IPAddress(bytes), length);
        return true;
    }

    private static (string Host, string Port) SplitPort(string entry)
    {
        if (entry.StartsWith('[') && entry.IndexOf(']') is > 0 and var close)
            return close + 1 < entry.Length && entry[close + 1] == ':' ? (entry[1..close], entry[(close + 2)..]) : (entry[1..close], "");
        // More than one colon: an address of IPv6 without brackets, and so without a port.
        var colon = entry.IndexOf(':');
        return colon >= 0 && entry.IndexOf(':', colon + 1) < 0 ? (entry[..colon], entry[(colon + 1)..]) : (entry, "");
    }
}
