// TLS. Nothing but these methods leads to it, so that a program that calls none of them does not carry it.
using System.Net.Security;
using System.Security.Cryptography;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    /// <summary>TLS options: versions, cipher suites, client certificates. Null, the default, means the defaults of the system.</summary>
    /// <remarks>
    /// Used only by the TLS methods, and copied when they begin to listen. A certificate in it is used if there are neither files nor
    /// <see cref="TlsCertificates"/>. Its <c>ApplicationProtocols</c> default to those of <see cref="TlsNextProto"/>, <c>http/1.1</c> and
    /// <c>http/1.0</c>. Renegotiation is never allowed. Go's name: <c>TLSConfig</c>.
    /// </remarks>
    public SslServerAuthenticationOptions? TlsConfig { get; init; }

    /// <summary>
    /// The certificates, chosen by the name that the client requests. Null, the default, means that of the files, or of
    /// <see cref="TlsConfig"/>.
    /// </summary>
    public TlsCertificates? TlsCertificates { get; init; }

    /// <summary>
    /// Functions that take over connections whose handshake has chosen their protocol by ALPN (RFC 7301), by the protocol's name. Null, the
    /// default, means none. Go's name: <c>TLSNextProto</c>.
    /// </summary>
    /// <remarks>
    /// Copied when the server begins to listen. <see cref="ShutdownAsync"/> waits for such connections; their handlers are notified through
    /// <see cref="RegisterOnShutdown"/>.
    /// </remarks>
    public IReadOnlyDictionary<string, TlsNextProtoHandler>? TlsNextProto { get; init; }

    /// <summary>Starts like <see cref="Start(Listener)"/>, with TLS. Go's name: <c>ServeTLS</c>, which does not return.</summary>
    /// <param name="listener">Must not be served by another server already. A server may serve several, with and without TLS.</param>
    /// <param name="certFile">The certificate, PEM, followed by those of its issuers; replacements of the file are loaded. Null if
    /// <see cref="TlsCertificates"/> or <see cref="TlsConfig"/> has one.</param>
    /// <param name="keyFile">Its private key, PEM. Null exactly when <paramref name="certFile"/> is.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    /// <exception cref="InvalidOperationException">There is no certificate, or the listener is served already.</exception>
    /// <exception cref="ServerClosedException">The server was shut down. The listener is disposed.</exception>
    /// <exception cref="ObjectDisposedException">The listener was disposed.</exception>
    public void StartTls(Listener listener, string? certFile = null, string? keyFile = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        StartWith(listener, MakeTlsDriver(certFile, keyFile));
    }

    /// <summary>
    /// Listens at <see cref="Addr"/> and serves requests over TLS until the server is shut down or closed. Go's name:
    /// <c>ListenAndServeTLS</c>.
    /// </summary>
    /// <param name="certFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="keyFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method returns when that is done.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    /// <exception cref="InvalidOperationException">There is no certificate.</exception>
    /// <exception cref="TransportException">The address is in use, or cannot be listened at.</exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException">Same as for <see cref="ListenAndServeAsync"/>.</exception>
    public async Task ListenAndServeTlsAsync(string? certFile = null, string? keyFile = null, CancellationToken cancellationToken = default)
    {
        if (_isStopping) throw new ServerClosedException();
        var makeDriver = MakeTlsDriver(certFile, keyFile);
        await ServeAllAsync(makeDriver, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Serves the requests of a listener over TLS, as <see cref="ServeAsync(Listener, CancellationToken)"/>. Go's name: <c>ServeTLS</c>.
    /// </summary>
    /// <param name="listener">Must not be served by another server already. Disposed when the method returns.</param>
    /// <param name="certFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="keyFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method returns when that is done.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    /// <exception cref="InvalidOperationException">There is no certificate, or the listener is served already.</exception>
    /// <exception cref="ServerClosedException">Same as for <see cref="ServeAsync(Listener, CancellationToken)"/>.</exception>
    /// <exception cref="ObjectDisposedException">The listener was disposed by another caller. Its connections stay open.</exception>
    public async Task ServeTlsAsync(
        Listener listener, string? certFile = null, string? keyFile = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        await ServeWithAsync(listener, MakeTlsDriver(certFile, keyFile), cancellationToken).ConfigureAwait(false);
    }

    private Func<Conn, RequestContext?, ConnDriver> MakeTlsDriver(string? certFile, string? keyFile)
    {
        if (!TlsSupport.IsSupported) throw TlsSupport.Missing();
        if ((certFile is null) != (keyFile is null))
            throw new ArgumentException("Set the certificate file and the key file together.");
        var certificates = certFile is null ? TlsCertificates : new TlsCertificates().Add(certFile, keyFile!);
        var tls = new ServerTls(this, certificates);
        return (transport, context) => MakeTlsDriver(transport, context, tls);
    }

    private ConnDriver MakeTlsDriver(Conn transport, RequestContext? context, ServerTls tls)
    {
        var conn = new TlsConn(transport);
        var driver = MakeDriver(conn, context);
        conn.Driver = driver;
        // A refused connection gets no handshake.
        return driver is ServerConn ? new TlsDriver(conn, tls) : driver;
    }
}
