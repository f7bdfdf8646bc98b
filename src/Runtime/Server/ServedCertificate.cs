using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen.Serving;

/// <summary>A certificate in the form in which handshakes use it: made once, since building its chain takes longer than a handshake.</summary>
internal sealed class ServedCertificate
{
    private readonly X509Certificate2 _certificate;

    internal ServedCertificate(X509Certificate2 certificate, X509Certificate2Collection? chain)
    {
        _certificate = WithPortableKey(certificate);
        Context = SslStreamCertificateContext.Create(_certificate, chain, offline: true);
    }

    internal SslStreamCertificateContext Context { get; }

    /// <summary>Whether it is for this name (RFC 9525): in its subject alternative names, wildcards included.</summary>
    internal bool IsFor(string serverName) => _certificate.MatchesHostname(serverName);

    // Windows serves no certificate whose key was never stored.
    private static X509Certificate2 WithPortableKey(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
        : new X509Certificate2(certificate);
}
