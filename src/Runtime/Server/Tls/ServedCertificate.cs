using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen.Serving;

/// <summary>
/// A certificate prepared for handshakes. Created once, because building its chain takes longer than a handshake.
/// </summary>
internal sealed class ServedCertificate
{
    private readonly string[] _names;

    internal ServedCertificate(X509Certificate2 certificate, X509Certificate2Collection? chain)
    {
        var own = WithPortableKey(certificate);
        _names = NamesOf(own);
        Context = SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    internal SslStreamCertificateContext Context { get; }

    /// <summary>
    /// Returns true if the certificate matches the name that the client sent, which may be any text (RFC 9525 section 6.3). A <c>*</c>
    /// matches the first label. A trailing dot is ignored.
    /// </summary>
    internal bool IsFor(string serverName)
    {
        var name = serverName.AsSpan();
        if (name.EndsWith('.')) name = name[..^1];
        var dot = name.IndexOf('.');
        foreach (var own in _names)
        {
            if (name.Equals(own, StringComparison.OrdinalIgnoreCase)) return true;
            if (dot > 0 && own.StartsWith("*.", StringComparison.Ordinal)
                && name[dot..].Equals(own.AsSpan(1), StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // Falls back to the common name, which is safe because the names only select a certificate and verify nothing.
    private static string[] NamesOf(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions)
            if (extension is X509SubjectAlternativeNameExtension alternatives) names.AddRange(alternatives.EnumerateDnsNames());
        if (names.Count == 0) names.Add(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return [.. names];
    }

    // On Windows, TLS cannot use a certificate with an ephemeral key.
    private static X509Certificate2 WithPortableKey(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
        : new X509Certificate2(certificate);
}
