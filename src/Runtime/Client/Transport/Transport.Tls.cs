using System.Net.Security;
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    /// <summary>
    /// TLS options for connections to https servers and proxies: versions, client certificates, trust. Null, the default, means the
    /// defaults and the trust of the system. Go's name: <c>TLSClientConfig</c>.
    /// </summary>
    /// <remarks>
    /// Copied for each handshake. Its <c>TargetHost</c>, if set, replaces the host of the URL as the name that is requested and verified.
    /// Its <c>ApplicationProtocols</c> default to <c>http/1.1</c>. Renegotiation is never allowed.
    /// </remarks>
    public SslClientAuthenticationOptions? TlsClientConfig { get; init; }

    /// <summary>
    /// Accepts certificates that name their server only in the subject's common name, as those of old servers do. If false, the default,
    /// only the subject alternative names are considered (RFC 9110 section 4.3.4).
    /// </summary>
    /// <remarks>
    /// Applies to servers and to https proxies. A <c>RemoteCertificateValidationCallback</c> of <see cref="TlsClientConfig"/> is passed
    /// <see cref="SslPolicyErrors.RemoteCertificateNameMismatch"/> and makes the final decision.
    /// </remarks>
    public bool AllowCommonNames { get; init; }

    /// <summary>
    /// Time limit of a TLS handshake. Default 10 s. <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/> mean no limit
    /// except <see cref="DialTimeout"/>.
    /// </summary>
    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Opens the encrypted connections to https servers, including the handshake, if no proxy is used. Null, the default, leaves that to
    /// the transport. <see cref="TlsClientConfig"/> and <see cref="TlsHandshakeTimeout"/> do not apply to it. Go's name:
    /// <c>DialTLSContext</c>.
    /// </summary>
    public DialFunc? DialTlsContext { get; init; }

    private TlsDialSettings TlsSettings => new(TlsClientConfig, TlsHandshakeTimeout, AllowCommonNames, Clock);

    // Said before a dial.
    private static void RequireTls(ConnKey key)
    {
        if (!TlsSupport.IsSupported && (key.Scheme == "https" || key.Proxy?.Scheme == "https")) throw TlsSupport.Missing();
    }

    private static async ValueTask<Conn> DialTlsAsync(DialFunc dial, ConnKey key, CancellationToken cancellationToken)
    {
        var stream = await dial("tcp", key.Address, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("Transport.DialTlsContext returned no stream.");
        return TlsDialer.Adopt(stream);
    }

    /// <summary>Starts TLS with the host of a key on a connection that reaches it. Closes the connection if that fails.</summary>
    private ValueTask<Conn> SecureAsync(Conn conn, ConnKey key, ClientTrace? trace, CancellationToken cancellationToken) =>
        TlsSupport.IsSupported
        ? TlsDialer.HandshakeAsync(TlsSettings, conn, key.Host, trace, cancellationToken)
        : throw TlsSupport.Missing();

    /// <summary>Starts TLS with a proxy. Closes the connection if that fails.</summary>
    private ValueTask<Conn> SecureProxyAsync(Conn conn, Url proxy, CancellationToken cancellationToken) =>
        TlsSupport.IsSupported
        ? TlsDialer.HandshakeAsync(TlsSettings, conn, Url.ToAscii(proxy.Hostname), null, cancellationToken)
        : throw TlsSupport.Missing();
}
