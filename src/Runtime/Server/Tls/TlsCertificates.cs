using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// The certificates of a server. A handshake uses the first certificate that matches the name that the client requests (SNI). If none
/// matches, or the name is missing or malformed, it uses the certificate that was added first. In Go: <c>tls.Config.Certificates</c> with
/// <c>GetCertificate</c>.
/// </summary>
/// <remarks>
/// Certificates from files are reloaded when the files change, for later handshakes; open connections are not affected. While the files do
/// not contain a certificate and its key, the previous certificate stays in use, and the server logs the problem. Thread-safe.
/// </remarks>
public sealed class TlsCertificates
{
    private readonly Lock _gate = new();
    private volatile Entry[] _entries = [];

    /// <summary>Adds a certificate from files. They are read at once, and checked for changes before each handshake.</summary>
    /// <param name="certFile">The file of the certificate, followed by its issuers, as PEM.</param>
    /// <param name="keyFile">The file of the private key, as PEM, not encrypted. It may be the same file.</param>
    /// <returns>This object.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not contain a certificate and its key.</exception>
    public TlsCertificates Add(string certFile, string keyFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(certFile);
        ArgumentException.ThrowIfNullOrEmpty(keyFile);
        return Add(new Entry(new CertificateFile(certFile, keyFile), null));
    }

    /// <summary>Adds a certificate that does not change.</summary>
    /// <param name="certificate">The certificate, with its private key. It is copied, so the caller may dispose it.</param>
    /// <param name="chain">Certificates of issuers that clients may lack, or null for none.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public TlsCertificates Add(X509Certificate2 certificate, X509Certificate2Collection? chain = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.HasPrivateKey) throw new ArgumentException("The certificate has no private key.", nameof(certificate));
        return Add(new Entry(null, new ServedCertificate(certificate, chain)));
    }

    internal int Count => _entries.Length;

    /// <summary>Returns the certificate for a name, reloading files that have changed. There must be at least one certificate.</summary>
    /// <param name="serverName">The name that the client sent. Empty if it sent none.</param>
    /// <param name="log">Called with a message if files cannot be used.</param>
    internal ServedCertificate For(string serverName, Action<string> log)
    {
        var entries = _entries;
        if (entries.Length > 1 && serverName.Length > 0)
        {
            foreach (var entry in entries)
            {
                if (entry.Current(log) is var certificate && certificate.IsFor(serverName)) return certificate;
            }
        }

        return entries[0].Current(log);
    }

    private TlsCertificates Add(Entry entry)
    {
        lock (_gate) _entries = [.. _entries, entry];
        return this;
    }

    private sealed class Entry(CertificateFile? file, ServedCertificate? certificate)
    {
        internal ServedCertificate Current(Action<string> log) => file?.Current(log) ?? certificate!;
    }
}
