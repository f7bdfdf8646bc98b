using System.Net.Security;
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    /// <summary>
    /// TLS options for connections to https servers and proxies, such as versions, client certificates and trust. Null, the default, means
    /// the system's defaults and trust. Go's name: <c>TLSClientConfig</c>.
    /// </summary>
    /// <remarks>
    /// The options are copied for each handshake. <c>TargetHost</c>, if set, replaces the host of the URL as the name that is requested and
    /// verified. <c>ApplicationProtocols</c> defaults to <c>http/1.1</c>. Renegotiation is never allowed.
    /// </remarks>
    public SslClientAuthenticationOptions? TlsClientConfig { get; init; }

    /// <summary>
    /// True to accept certificates that name their server only in the subject's common name, as some old servers do. If false, the default,
    /// only the subject alternative names are considered (RFC 9110 section 4.3.4).
    /// </summary>
    /// <remarks>
    /// The option applies to servers and to https proxies. If <see cref="TlsClientConfig"/> has a
    /// <c>RemoteCertificateValidationCallback</c>, it gets <see cref="SslPolicyErrors.RemoteCertificateNameMismatch"/> for such a
    /// certificate, and decides.
    /// </remarks>
    public bool AllowCommonNames { get; init; }

    /// <summary>
    /// Time limit of a TLS handshake. Default 10 s. <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/> mean that only
    /// <see cref="DialTimeout"/> applies.
    /// </summary>
    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Opens encrypted connections to https servers, including the handshake, if no proxy is used. Null, the default, means that the
    /// transport does this. <see cref="TlsClientConfig"/> and <see cref="TlsHandshakeTimeout"/> do not apply to these connections. Go's
    /// name: <c>DialTLSContext</c>.
    /// </summary>
    public DialFunc? DialTlsContext { get; init; }

    private TlsDialSettings TlsSettings => new(TlsClientConfig, TlsHandshakeTimeout, AllowCommonNames, Clock);

    // Called before a dial.
    private static void RequireTls(ConnKey key)
    {
        if (!TlsSupport.IsSupported && (key.Scheme == "https" || key.Proxy?.Scheme == "https")) throw TlsSupport.Missing();
    }

    private async ValueTask<Conn> DialTlsAsync(DialFunc dial, ConnKey key, CancellationToken cancellationToken)
    {
        var stream = await dial("tcp", key.Address, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("Transport.DialTlsContext returned no stream.");
        return TlsDialer.Adopt(stream, TellStreamFailure);
    }

    /// <summary>Performs the TLS handshake with the host of a key. Closes the connection if that fails.</summary>
    private ValueTask<Conn> SecureAsync(Conn conn, ConnKey key, ClientTrace? trace, CancellationToken cancellationToken) =>
        TlsSupport.IsSupported
        ? TlsDialer.HandshakeAsync(TlsSettings, conn, key.Host, trace, cancellationToken)
        : throw TlsSupport.Missing();

    /// <summary>Performs the TLS handshake with a proxy. Closes the connection if that fails.</summary>
    private ValueTask<Conn> SecureProxyAsync(Conn conn, Url proxy, CancellationToken cancellationToken) =>
        TlsSupport.IsSupported
        ? TlsDialer.HandshakeAsync(TlsSettings, conn, Url.ToAscii(proxy.Hostname), null, cancellationToken)
        : throw TlsSupport.Missing();
}
