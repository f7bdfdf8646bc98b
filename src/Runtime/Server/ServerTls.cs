// The server's side of TLS. Options are prepared once, when the server starts; the certificate is chosen for each handshake.
using System.Net.Security;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed class ServerTls : TlsAcceptor
{
    private const long DefaultHandshakeMs = 10_000;

    private readonly Server _server;
    private readonly SslServerAuthenticationOptions _options;
    private readonly TlsCertificates? _certificates;
    private readonly Dictionary<string, TlsNextProtoHandler>? _nextProto;
    private readonly Http2Starter? _http2;

    /// <exception cref="InvalidOperationException">There is no certificate.</exception>
    internal ServerTls(Server server, TlsCertificates? certificates)
    {
        _server = server;
        _certificates = certificates is { Count: > 0 } ? certificates : null;
        _nextProto = server.TlsNextProto is { } protocols ? new Dictionary<string, TlsNextProtoHandler>(protocols) : null;
        _http2 = (server.Protocols & Protocols.Http2) != 0 ? server.Http2 : null;
        _options = TlsOptions.Clone(server.TlsConfig ?? new SslServerAuthenticationOptions());
        _options.ApplicationProtocols ??= OfferedProtocols();
        if (_certificates is null) UseOwnCertificate();
        HandshakeMs = Limit(server.Limits);
        StopNewMs = server.Limits.StopNewMs;
    }

    internal override long HandshakeMs { get; }

    internal override long StopNewMs { get; }

    internal override Task AuthenticateAsync(SslStream stream, TlsConn conn) =>
        stream.AuthenticateAsServerAsync(OptionsFor(conn.ServerName));

    internal override ConnDriver DriverOf(TlsConn conn)
    {
        var chosen = conn.Tls!.NegotiatedProtocol;
        if (_http2 is not null && chosen == "h2" && _nextProto?.ContainsKey(chosen) != true)
            return _http2.Take((ServerConn)conn.Driver!);
        return _nextProto is not null && _nextProto.TryGetValue(chosen, out var handler)
            ? new NextProtoDriver(_server, (ServerConn)conn.Driver!, conn, handler)
            : conn.Driver!;
    }

    internal override void OnFailed(TlsConn conn, Exception failure)
    {
        // Connections that the server itself closed are not logged.
        if (failure is TransportException { Error: TransportError.Aborted } or TransportException { Error: TransportError.TimedOut }
            && _server.IsStopping) return;
        _server.LogOf("TLS handshake error.", conn.RemoteEndPoint, FailureText.MessageOfCause(failure), null);
    }

    private SslServerAuthenticationOptions OptionsFor(string serverName)
    {
        if (_certificates is not null) return With(serverName);
        return _options.ServerCertificateSelectionCallback is { } select && serverName.Length > 0
            ? WithCallback(select, serverName)
            : _options;
    }

    // SslStream passes internationalised names decoded, but the program should get the name that the client sent.
    private SslServerAuthenticationOptions WithCallback(ServerCertificateSelectionCallback select, string serverName)
    {
        var options = TlsOptions.Clone(_options);
        options.ServerCertificateSelectionCallback = (sender, _) => select(sender, serverName);
        return options;
    }

    private SslServerAuthenticationOptions With(string serverName)
    {
        var options = TlsOptions.Clone(_options);
        options.ServerCertificateContext = _certificates!.For(serverName, _server.LogMessage).Context;
        options.ServerCertificate = null;
        options.ServerCertificateSelectionCallback = null;
        return options;
    }

    // Prepares the certificate of the options once. Otherwise SslStream would build its chain for each handshake.
    private void UseOwnCertificate()
    {
        if (_options.ServerCertificateContext is not null || _options.ServerCertificateSelectionCallback is not null) return;
        if (_options.ServerCertificate is not { } certificate)
            throw new InvalidOperationException(
                "The server has no certificate; pass certificate files, or set TlsCertificates or a TlsConfig with one.");
        if (certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 { HasPrivateKey: true } known)
            _options.ServerCertificateContext = new ServedCertificate(known, null).Context;
    }

    private List<SslApplicationProtocol> OfferedProtocols()
    {
        var protocols = new List<SslApplicationProtocol>();
        if (_http2 is not null) protocols.Add(SslApplicationProtocol.Http2);
        if (_nextProto is not null)
        {
            foreach (var name in _nextProto.Keys)
                if (_http2 is null || name != "h2") protocols.Add(new SslApplicationProtocol(name));
        }

        if ((_server.Protocols & RouteGen.Protocols.Http1) == 0) return protocols;
        protocols.Add(SslApplicationProtocol.Http11);
        // A client that offers only this protocol can be served, but would otherwise be refused (RFC 7301 section 3.2).
        protocols.Add(new SslApplicationProtocol("http/1.0"));
        return protocols;
    }

    // BEHAVIOUR S20: the smallest of the limits that are set.
    private static long Limit(ResolvedOptions limits)
    {
        var limit = limits.HeadMs;
        if (limits.ReadMs != 0) limit = Math.Min(limit, limits.ReadMs);
        if (limits.WriteMs != 0) limit = Math.Min(limit, limits.WriteMs);
        return limit >= ResolvedOptions.Forever ? DefaultHandshakeMs : limit;
    }
}
