using System.Net.Security;
using System.Security.Authentication;

namespace RouteGen.Serving;

/// <summary>
/// The cipher suites of TLS 1.2 that HTTP/2 allows: those with an ephemeral key exchange and authenticated encryption. All others are in
/// the list of RFC 9113 appendix A, or older. TLS 1.3 has only such suites.
/// </summary>
internal static class TlsSuites
{
    internal static bool AreAdequate(TlsConnectionState tls) => tls.Version switch
    {
        SslProtocols.Tls13 => true,
        SslProtocols.Tls12 => IsAllowed(tls.CipherSuite),
        _ => false,
    };

    private static bool IsAllowed(TlsCipherSuite suite) => (int)suite switch
    {
        // DHE and ECDHE with AES-GCM, with AES-CCM, and with ChaCha20-Poly1305.
        0x009E or 0x009F or (>= 0xC02B and <= 0xC02C) or (>= 0xC02F and <= 0xC030) => true,
        (>= 0xC09E and <= 0xC09F) or (>= 0xC0A2 and <= 0xC0A3) or (>= 0xC0AC and <= 0xC0AF) => true,
        >= 0xCCA8 and <= 0xCCAA => true,
        _ => false,
    };
}
