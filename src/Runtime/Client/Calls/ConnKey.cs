using System.Globalization;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Key of interchangeable connections: proxy, scheme and address (BEHAVIOUR C2).</summary>
/// <remarks>
/// Requests to http URLs through an http proxy name their target in the request line, so they may use any connection to the proxy. Such a
/// key has no address.
/// </remarks>
internal sealed class ConnKey : IEquatable<ConnKey>
{
    private readonly string _proxyText;

    private ConnKey(Url? proxy, string scheme, string host, int port)
    {
        Proxy = proxy;
        _proxyText = proxy is null ? "" : $"{proxy.Scheme}://{proxy.User}@{proxy.Host}";
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>The proxy, or null for none.</summary>
    internal Url? Proxy { get; }

    internal string Scheme { get; }

    /// <summary>
    /// The name or address to dial, in ASCII and without brackets. An address includes its zone. Empty if the proxy forwards requests to
    /// any host.
    /// </summary>
    internal string Host { get; }

    internal int Port { get; }

    /// <summary>True if a proxy forwards the requests. Their request line then contains the whole URL (RFC 9112 section 3.2.2).</summary>
    internal bool IsForwarded => Host.Length == 0;

    /// <summary>Host and port in the form that <c>CONNECT</c> and dials use.</summary>
    internal string Address => JoinHostPort(Host, Port);

    /// <summary>Returns the key for a URL that is reached directly. The URL caches its key.</summary>
    /// <exception cref="InvalidOperationException">No request can be sent to the URL.</exception>
    internal static ConnKey For(Url url)
    {
        if (url.ClientKey is ConnKey known) return known;
        var port = url.Scheme switch
        {
            "http" => 80,
            "https" => 443,
            // In "localhost:8080/a", the scheme is localhost.
            "" => throw new InvalidOperationException("The URL has no scheme; write, for example, http://localhost:8080/a."),
            _ => throw new InvalidOperationException(
                $"The URL's scheme \"{url.Scheme}\" is not http or https; write, for example, http://localhost:8080/a."),
        };
        var key = new ConnKey(null, url.Scheme, HostOf(url, "request"), PortOf(url, port, "request"));
        url.ClientKey = key;
        return key;
    }

    /// <summary>True if requests can be sent to a URL.</summary>
    internal static bool IsFor(Url url)
    {
        try
        {
            _ = For(url);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Returns the key for a URL that is reached through a proxy.</summary>
    /// <exception cref="InvalidOperationException">No request can be sent to the URL.</exception>
    internal static ConnKey For(Url url, Url proxy)
    {
        var target = For(url);
        var forwards = target.Scheme == "http" && proxy.Scheme is "http" or "https";
        return new ConnKey(proxy, target.Scheme, forwards ? "" : target.Host, forwards ? 0 : target.Port);
    }

    /// <summary>Returns the host and port of a proxy.</summary>
    /// <exception cref="InvalidOperationException">The URL has no valid host or port, or an unsupported scheme.</exception>
    internal static (string Host, int Port) AddressOfProxy(Url proxy)
    {
        var port = proxy.Scheme switch
        {
            "http" => 80,
            "https" => 443,
            "socks5" or "socks5h" => 1080,
            _ => throw new InvalidOperationException($"The proxy's URL has the unsupported scheme \"{proxy.Scheme}\"."),
        };
        return (HostOf(proxy, "proxy"), PortOf(proxy, port, "proxy"));
    }

    internal static string JoinHostPort(string host, int port) =>
        (host.Contains(':', StringComparison.Ordinal) ? "[" + host + "]:" : host + ":") + port.ToString(CultureInfo.InvariantCulture);

    public bool Equals(ConnKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Port == other.Port && Host == other.Host && Scheme == other.Scheme && _proxyText == other._proxyText);

    public override bool Equals(object? obj) => Equals(obj as ConnKey);

    public override int GetHashCode() => HashCode.Combine(Host.GetHashCode(), Port, _proxyText.Length);

    // A name keeps its trailing dot, because the dot changes the look-up (RFC 1034 section 3.1). The server receives the name as given.
    private static string HostOf(Url url, string whose)
    {
        if (url.Hostname is not { Length: > 0 } hostname) throw new InvalidOperationException($"The {whose}'s URL has no host.");
        var host = Url.ToAscii(hostname);
        // The C library reads "127.1" and "0x7f.1" as 127.0.0.1. Allow lists and NO_PROXY rules would not recognise them as that address.
        return IpText.IsAlmostIPv4(host)
            ? throw new InvalidOperationException(
                $"The host of the {whose}'s URL ends in a number and is not an IPv4 address of four decimal parts.")
            : host;
    }

    private static int PortOf(Url url, int fallback, string whose)
    {
        if (url.Port is not { Length: > 0 } text) return fallback;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
            throw new InvalidOperationException($"The port of the {whose}'s URL is outside 1..65535.");
        return port;
    }
}
