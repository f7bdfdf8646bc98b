using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen.Serving;

/// <summary>
/// A certificate in the form in which handshakes use it: made once, since building its chain takes longer than a handshake.
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
    /// Returns true if the certificate matches a name (RFC 9525 section 6.3), as sent by the client, which may be any text. A wildcard
    /// matches the whole first label; a trailing dot is ignored.
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

    // The subject alternative names, or the common name if there are none: this chooses a certificate and does not verify one.
    private static string[] NamesOf(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions)
            if (extension is X509SubjectAlternativeNameExtension alternatives) names.AddRange(alternatives.EnumerateDnsNames());
        if (names.Count == 0) names.Add(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return [.. names];
    }

    // Windows serves no certificate whose key was never stored.
    private static X509Certificate2 WithPortableKey(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
        : new X509Certificate2(certificate);
}
