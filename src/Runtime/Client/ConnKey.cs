namespace RouteGen;

/// <summary>What connections must have in common to be exchanged for one another: proxy, scheme and address (BEHAVIOUR C2).</summary>
internal sealed class ConnKey : IEquatable<ConnKey>
{
    private ConnKey(string proxy, string scheme, string host, int port)
    {
        Proxy = proxy;
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>The proxy's URL; empty: none.</summary>
    internal string Proxy { get; }

    internal string Scheme { get; }

    /// <summary>The name or address to dial: in ASCII, without brackets, an address with its zone.</summary>
    internal string Host { get; }

    internal int Port { get; }

    /// <summary>The key for a URL; made once for each URL object.</summary>
    /// <exception cref="InvalidOperationException">The URL cannot be sent a request.</exception>
    internal static ConnKey For(Url url)
    {
        if (url.ClientKey is ConnKey known) return known;
        var port = url.Scheme switch
        {
            "http" => 80,
            "https" => throw new InvalidOperationException("https is not supported yet: this client speaks plain http only."),
            _ => throw new InvalidOperationException($"The URL has the unsupported protocol scheme \"{url.Scheme}\"."),
        };
        if (url.Hostname.Length == 0) throw new InvalidOperationException("There is no host in the request's URL.");
        if (url.Port is { Length: > 0 } text && (!int.TryParse(text, out port) || port is 0 or > 65535))
            throw new InvalidOperationException("The port of the request's URL is outside 1..65535.");
        var key = new ConnKey("", url.Scheme, Url.ToAscii(url.Hostname), port);
        url.ClientKey = key;
        return key;
    }

    public bool Equals(ConnKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Port == other.Port && Host == other.Host && Scheme == other.Scheme && Proxy == other.Proxy);

    public override bool Equals(object? obj) => Equals(obj as ConnKey);

    public override int GetHashCode() => HashCode.Combine(Host.GetHashCode(), Port);
}
