namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Listens on an address and serves requests over TLS until the token is cancelled. Go's name: <c>http.ListenAndServeTLS</c>.
    /// </summary>
    /// <param name="addr">The address (<see cref="Server.Addr"/>), such as <c>HOST:PORT</c>, or <c>:PORT</c> for every address.</param>
    /// <param name="certFile">The file of the certificate, followed by its issuers, as PEM. Replaced files are reloaded at the next
    /// handshake.</param>
    /// <param name="keyFile">The file of the private key, as PEM, not encrypted.</param>
    /// <param name="handler">The handler. Null means <see cref="DefaultServeMux"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The files do not contain a certificate and its
    /// key.</exception>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="FormatException"><paramref name="addr"/> is not an address.</exception>
    public static Task ListenAndServeTlsAsync(
        string addr, string certFile, string keyFile, IHandler? handler = null, CancellationToken cancellationToken = default) =>
        new Server { Addr = addr, Handler = handler }.ListenAndServeTlsAsync(certFile, keyFile, cancellationToken);
}
