namespace RouteGen;

/// <summary>The proxies that an environment names (BEHAVIOUR C22). Immutable, so any thread may ask.</summary>
internal sealed class ProxyEnvironment
{
    private readonly Url? _http;
    private readonly Url? _https;
    private readonly string? _problem;
    private readonly NoProxyRules _exceptions;

    /// <summary>Reads an environment.</summary>
    /// <param name="read">The value of a variable; null: it is not set.</param>
    internal ProxyEnvironment(Func<string, string?> read)
    {
        // httpoxy: a CGI server makes HTTP_PROXY from a field "Proxy" of its peer's request.
        if (string.IsNullOrEmpty(read("REQUEST_METHOD"))) _http = Parse(Either("HTTP_PROXY"), ref _problem);
        _https = Parse(Either("HTTPS_PROXY"), ref _problem);
        _exceptions = new NoProxyRules(Either("NO_PROXY"));

        string Either(string name) => read(name) is { Length: > 0 } upper ? upper : read(name.ToLowerInvariant()) ?? "";
    }

    /// <summary>That of the process, read when first asked for.</summary>
    internal static ProxyEnvironment OfProcess => Holder.Instance;

    /// <summary>The proxy for a URL; null: none.</summary>
    internal Url? ProxyFor(Url url)
    {
        if (_problem is not null) throw new InvalidOperationException(_problem);
        var proxy = url.Scheme switch { "http" => _http, "https" => _https, _ => null };
        if (proxy is null) return null;
        var port = url.Port.Length > 0 ? url.Port : url.Scheme == "http" ? "80" : "443";
        return _exceptions.Match(url.Hostname, port) ? null : proxy;
    }

    // As in Go what is no URL of a proxy is a host with a port.
    private static Url? Parse(string text, ref string? problem)
    {
        if (text.Length == 0) return null;
        if (TryParse(text) is { Scheme: "http" or "https" or "socks5" or "socks5h" } url) return url;
        if (!text.Contains("://", StringComparison.Ordinal) && TryParse("http://" + text) is { Host.Length: > 0 } host) return host;
        problem = "The environment's HTTP_PROXY or HTTPS_PROXY is not the URL of a proxy.";
        return null;
    }

    private static Url? TryParse(string text)
    {
        try
        {
            return Url.Parse(text);
        }
        catch (FormatException)
        {
            // It is read in another way next, or reported.
            return null;
        }
    }

    private static class Holder
    {
        internal static readonly ProxyEnvironment Instance = new(Environment.GetEnvironmentVariable);
    }
}
