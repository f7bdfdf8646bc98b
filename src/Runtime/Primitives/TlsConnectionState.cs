using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen;

/// <summary>Result of a TLS handshake. Go's name: <c>tls.ConnectionState</c>.</summary>
/// <remarks>All members may be read by any thread, even after the connection has closed.</remarks>
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

    /// <summary>The TLS version, such as <see cref="SslProtocols.Tls13"/>. Go uses the same name.</summary>
    public SslProtocols Version { get; }

    /// <summary>The cipher suite, under its IANA name.</summary>
    public TlsCipherSuite CipherSuite { get; }

    /// <summary>The application protocol chosen by ALPN (RFC 7301), such as <c>http/1.1</c>, or empty for none.</summary>
    public string NegotiatedProtocol { get; }

    /// <summary>
    /// The server name that the client requested (SNI, RFC 6066 section 3), as sent and not validated. An international name is in its
    /// ASCII form (<c>xn--...</c>). Empty if the client sent no name, or one with characters other than visible ASCII.
    /// </summary>
    public string ServerName { get; }

    /// <summary>
    /// The peer's certificate: the server's on a client, and the client's on a server. Null if the peer sent none. The configuration
    /// determines whether the certificate was verified. Go's name: <c>PeerCertificates[0]</c>.
    /// </summary>
    public X509Certificate2? PeerCertificate { get; }

    // Returns a copy, because the stream disposes its certificate with the connection.
    private static X509Certificate2? Copy(X509Certificate? certificate) => certificate switch
    {
        null => null,
        X509Certificate2 known => new X509Certificate2(known),
        _ => X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()),
    };
}
