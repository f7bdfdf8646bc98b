using System.Globalization;
using System.Net;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>Go's listen addresses: <c>HOST:PORT</c>, <c>:PORT</c>, <c>[IPv6]:PORT</c>.</summary>
internal static class ListenAddress
{
    /// <summary>The address to bind. An empty host is every address of the machine; a name must resolve.</summary>
    /// <exception cref="FormatException">It is not such an address.</exception>
    internal static IPEndPoint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) throw new FormatException($"'{text}' is not an address to listen at: the port is missing, as in ':8080'.");
        var host = text.AsSpan(0, colon);
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new FormatException($"'{text}' is not an address to listen at: the port must be a number from 0 to 65535.");
        if (host.IsEmpty) return new IPEndPoint(IPAddress.IPv6Any, port);
        if (host is ['[', .. var inner, ']'] && inner.Contains(':')) host = inner;
        else if (host.IndexOfAny(":[]") >= 0) throw new FormatException($"'{text}' is not an address to listen at: an IPv6 address stands in brackets.");
        if (IpText.IsAlmostIPv4(host)) throw new FormatException($"'{text}' is not an address to listen at: an IPv4 address has four decimal parts.");
        var name = host.ToString();
        return new IPEndPoint(IpText.TryParse(name, out var address) ? address : Resolve(name), port);
    }

    // As Go: a name listens at one of its addresses, IPv4 preferred.
    private static IPAddress Resolve(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        try
        {
            var addresses = NameLookup.Resolve(host);
            return Array.Find(addresses, static address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? addresses[0];
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or ArgumentException)
        {
            throw new TransportException(TransportError.NameResolution, $"The host '{host}' could not be resolved.", failure);
        }
    }
}
