// Only these methods refer to the TLS code, so trimming removes it from programs that call none of them.
using System.Net.Security;
using System.Security.Cryptography;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    /// <summary>TLS options: versions, cipher suites, client certificates. Null, the default, means the defaults of the system.</summary>
    /// <remarks>
    /// The TLS methods copy the options when they are called. Certificate files and <see cref="TlsCertificates"/> take precedence over a
    /// certificate in the options. <c>ApplicationProtocols</c> default to the keys of <see cref="TlsNextProto"/>, <c>http/1.1</c> and
    /// <c>http/1.0</c>. Renegotiation is never allowed. Go's name: <c>TLSConfig</c>.
    /// </remarks>
    public SslServerAuthenticationOptions? TlsConfig { get; init; }

    /// <summary>
    /// The certificates. Each handshake uses the one for the host name that the client requests. Null, the default, means the certificate
    /// of the files or of <see cref="TlsConfig"/>.
    /// </summary>
    public TlsCertificates? TlsCertificates { get; init; }

    /// <summary>
    /// Functions that take over connections after ALPN (RFC 7301) has chosen a protocol. The key is the name of the protocol. Null, the
    /// default, means none. Go's name: <c>TLSNextProto</c>.
    /// </summary>
    /// <remarks>
    /// The dictionary is copied when a TLS method is called. <see cref="ShutdownAsync"/> waits for these connections. Their functions can
    /// learn of the shutdown through <see cref="RegisterOnShutdown"/>.
    /// </remarks>
    public IReadOnlyDictionary<string, TlsNextProtoHandler>? TlsNextProto { get; init; }

    /// <summary>
    /// Begins to serve the requests of a listener over TLS, like <see cref="Start(Listener)"/>. (Go's <c>ServeTLS</c> does not return.)
    /// </summary>
    /// <param name="listener">The listener, which must not have been served before. A server may serve several listeners, with and without
    /// TLS.</param>
    /// <param name="certFile">The file of the certificate, followed by its issuers, as PEM. A replaced file is reloaded. Null if
    /// <see cref="TlsCertificates"/> or <see cref="TlsConfig"/> has a certificate.</param>
    /// <param name="keyFile">The file of the private key, as PEM. Null if and only if <paramref name="certFile"/> is null.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not contain a certificate and its key.</exception>
    /// <exception cref="InvalidOperationException">There is no certificate, or the listener was served before.</exception>
    /// <exception cref="ServerClosedException">The server was shut down. The listener is disposed.</exception>
    /// <exception cref="ObjectDisposedException">The listener was disposed.</exception>
    public void StartTls(Listener listener, string? certFile = null, string? keyFile = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        StartWith(listener, MakeTlsDriver(certFile, keyFile));
    }

    /// <summary>
    /// Listens on <see cref="Addr"/> and serves requests over TLS until the server is shut down or closed. Go's name:
    /// <c>ListenAndServeTLS</c>.
    /// </summary>
    /// <param name="certFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="keyFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method then returns.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not contain a certificate and its key.</exception>
    /// <exception cref="InvalidOperationException">There is no certificate.</exception>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException">Same as for <see cref="ListenAndServeAsync"/>.</exception>
    public async Task ListenAndServeTlsAsync(string? certFile = null, string? keyFile = null, CancellationToken cancellationToken = default)
    {
        if (Host.IsStopping) throw new ServerClosedException();
        var makeDriver = MakeTlsDriver(certFile, keyFile);
        await ServeAllAsync(makeDriver, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Serves the requests of a listener over TLS, like <see cref="ServeAsync(Listener, CancellationToken)"/>. Go's name: <c>ServeTLS</c>.
    /// </summary>
    /// <param name="listener">The listener, which must not have been served before. It is disposed when the method returns.</param>
    /// <param name="certFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="keyFile">Same as for <see cref="StartTls"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method then returns.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not contain a certificate and its key.</exception>
    /// <exception cref="InvalidOperationException">There is no certificate, or the listener was served before.</exception>
    /// <exception cref="ServerClosedException">Same as for <see cref="ServeAsync(Listener, CancellationToken)"/>.</exception>
    /// <exception cref="ObjectDisposedException">The program has disposed the listener. Its connections stay open.</exception>
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
            throw new ArgumentException(
                $"The {(certFile is null ? "certificate" : "key")} file is null, but the other file is not; pass both files, or null for "
                    + "both.");
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
