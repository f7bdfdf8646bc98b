using System.Globalization;
using System.Net;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>Go's listen addresses: <c>HOST:PORT</c>, <c>:PORT</c>, <c>[IPv6]:PORT</c>.</summary>
internal static class ListenAddress
{
    /// <summary>Parses an address to bind. An empty host means every address of the machine; a name is resolved.</summary>
    /// <exception cref="FormatException">The text is not a listen address.</exception>
    internal static IPEndPoint Parse(string text)
    {
        if (FindHabit(text) is { } habit) throw new FormatException($"'{text}' is not a listen address: {habit}.");
        var colon = text.LastIndexOf(':');
        if (colon < 0 && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new FormatException($"'{text}' is not a listen address: a port alone begins with a colon, as in ':{text}'.");
        if (colon < 0 || text.EndsWith(']'))
            throw new FormatException($"'{text}' is not a listen address: the port is missing, as in '{text}:8080'.");
        var host = text.AsSpan(0, colon);
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new FormatException($"'{text}' is not a listen address: the port must be a number from 0 to 65535.");
        if (host.IsEmpty) return new IPEndPoint(IPAddress.IPv6Any, port);
        if (host is ['[', .. var inner, ']'] && inner.Contains(':')) host = inner;
        else if (host.IndexOfAny(":[]") >= 0)
            throw new FormatException($"'{text}' is not a listen address: an IPv6 address needs brackets.");
        if (IpText.IsAlmostIPv4(host))
            throw new FormatException($"'{text}' is not a listen address: an IPv4 address has four decimal parts.");
        var name = host.ToString();
        return new IPEndPoint(IpText.TryParse(name, out var address) ? address : Resolve(name), port);
    }

    // Returns the end of the message for a text in the syntax of another server.
    private static string? FindHabit(string text)
    {
        if (text.AsSpan().IndexOfAny(';', ',') >= 0) return "it has several addresses; start a server for each of them";
        if (text.Contains("://", StringComparison.Ordinal)) return "it is a URL; write 'HOST:PORT', or ':PORT' to listen on every address";
        if (text.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase)) return $"write '{text.AsSpan(4)}'";
        return text is ['*' or '+', ':', ..] ? $"to listen on every address, write '{text.AsSpan(1)}'" : null;
    }

    /// <summary>Parses the address of a Unix-domain socket, <c>unix:PATH</c>.</summary>
    /// <exception cref="FormatException">The path is missing, too long, or contains a zero byte.</exception>
    internal static UnixEndPoint ParseUnix(string text, int prefixLength)
    {
        var path = text[prefixLength..];
        if (path.Length == 0)
            throw new FormatException($"'{text}' is not a listen address: the path is missing, as in 'unix:/run/app.sock'.");
        if (!UnixEndPoint.IsPath(path))
            throw new FormatException(
                $"'{text}' is not a listen address: the path of a Unix-domain socket "
                    + $"must have at most {UnixEndPoint.PathBytesMax} bytes and no zero byte.");
        return new UnixEndPoint(path);
    }

    /// <summary>Returns the remedy for a failure to listen, as the end of a sentence.</summary>
    internal static string Remedy(TransportError error, EndPoint address) => (error, address) switch
    {
        (TransportError.AddressInUse, UnixEndPoint) => "; stop the process that listens there, or remove the file if none does",
        (TransportError.AddressInUse, _) =>
            "; another process, or an outgoing connection, uses the port: stop it, or choose another port (0 for a free one)",
        (TransportError.AccessDenied, UnixEndPoint) => "; choose a directory that the process may write to",
        (TransportError.AccessDenied, _) =>
            "; choose a port from 1024 to 65535, or give the process the right to use lower ones (CAP_NET_BIND_SERVICE)",
        // The back ends report different errors for a missing directory and for a path through a file.
        (TransportError.Other or TransportError.Unreachable, UnixEndPoint { IsFile: true }) =>
            "; create its directory, or choose another whose file system allows sockets",
        (TransportError.Unreachable, _) => "; it is not an address of this machine: choose one that is, or ':PORT' for all of them",
        (TransportError.TooManyOpenFiles, _) => "; raise the limit of open files of the process (ulimit -n)",
        _ => "",
    };

    // As in Go, only one address of a name is used, an IPv4 address if there is one.
    private static IPAddress Resolve(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        try
        {
            var addresses = NameLookup.Resolve(host);
            return Array.Find(addresses, static address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
                ?? addresses[0];
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or ArgumentException)
        {
            throw new TransportException(
                TransportError.NameResolution,
                $"listen: the host '{host}' could not be resolved; choose an address of this machine, or ':PORT' for all of them", failure);
        }
    }
}
