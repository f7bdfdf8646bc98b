namespace RouteGen;

public sealed partial class Transport
{
    /// <summary>Creates a transport with the default options and no connections.</summary>
    /// <exception cref="TransportException">
    /// The process has no file descriptors left to load the assemblies that calls need. Never thrown in a native binary.
    /// </exception>
    public Transport() => ClientPreload.Run();

    private Transport(Transport source)
    {
        MaxIdleConns = source.MaxIdleConns;
        MaxIdleConnsPerHost = source.MaxIdleConnsPerHost;
        MaxConnsPerHost = source.MaxConnsPerHost;
        IdleConnTimeout = source.IdleConnTimeout;
        MaxConnLifetime = source.MaxConnLifetime;
        DialTimeout = source.DialTimeout;
        FallbackDelay = source.FallbackDelay;
        DialContext = source.DialContext;
        DialTlsContext = source.DialTlsContext;
        TlsClientConfig = source.TlsClientConfig;
        AllowCommonNames = source.AllowCommonNames;
        TlsHandshakeTimeout = source.TlsHandshakeTimeout;
        Proxy = source.Proxy;
        ProxyConnectHeader = source.ProxyConnectHeader?.Clone();
        GetProxyConnectHeader = source.GetProxyConnectHeader;
        OnProxyConnectResponse = source.OnProxyConnectResponse;
        ErrorLog = source.ErrorLog;
        ExpectContinueTimeout = source.ExpectContinueTimeout;
        ResponseHeaderTimeout = source.ResponseHeaderTimeout;
        MaxResponseHeaderBytes = source.MaxResponseHeaderBytes;
        DisableKeepAlives = source.DisableKeepAlives;
        DisableCompression = source.DisableCompression;
        _decompression = source._decompression;
        _acceptEncoding = source._acceptEncoding;
        _makeBrotliDecoder = source._makeBrotliDecoder;
        _protocols = Volatile.Read(ref source._protocols);
        Backend = source.Backend;
        Clock = source.Clock;
        Resolver = source.Resolver;
    }

    /// <summary>
    /// Returns a transport with the same options and registered protocols, but with separate connections. Go's name:
    /// <c>Transport.Clone</c>.
    /// </summary>
    public Transport Clone() => new(this);
}
