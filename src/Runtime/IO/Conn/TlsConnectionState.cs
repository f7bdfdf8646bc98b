using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen;

/// <summary>Result of a TLS handshake. Go's name: <c>tls.ConnectionState</c>.</summary>
/// <remarks>Any thread may read it. It stays readable after the connection has closed, <see cref="PeerCertificate"/> included.</remarks>
public sealed class TlsConnectionState
{
    internal TlsConnectionState(SslStream handshaken, string serverName)
    {
        Version = handshaken.SslProtocol;
        CipherSuite = handshaken.NegotiatedCipherSuite;
        NegotiatedProtocol = handshaken.NegotiatedApplicationProtocol.ToString();
        ServerName = serverName;
        PeerCertificate = Copy(handshaken.RemoteCertificate);
    }

    /// <summary>The version of TLS, such as <see cref="SslProtocols.Tls13"/>. Go's name: <c>Version</c>.</summary>
    public SslProtocols Version { get; }

    /// <summary>The cipher suite, under its IANA name.</summary>
    public TlsCipherSuite CipherSuite { get; }

    /// <summary>The application protocol chosen by ALPN (RFC 7301), such as <c>http/1.1</c>, or empty for none.</summary>
    public string NegotiatedProtocol { get; }

    /// <summary>
    /// The server's name as the client requested it (SNI, RFC 6066 section 3): an international name in its ASCII form (<c>xn--...</c>), in
    /// the case in which it was sent, and not validated. Empty if the client sent none, or one with characters other than visible ASCII.
    /// </summary>
    public string ServerName { get; }

    /// <summary>
    /// The certificate that the peer proved to hold: on a client that of the server, on a server that of the client. Null if the peer sent
    /// none. The configuration decides if it was verified. Go's name: <c>PeerCertificates[0]</c>.
    /// </summary>
    public X509Certificate2? PeerCertificate { get; }

    // The stream disposes its own with the connection.
    private static X509Certificate2? Copy(X509Certificate? certificate) => certificate switch
    {
        null => null,
        X509Certificate2 known => new X509Certificate2(known),
        _ => X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()),
    };
}
