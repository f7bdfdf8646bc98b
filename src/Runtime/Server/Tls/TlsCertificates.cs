using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// The certificates of a server. Each handshake gets the first one that matches the name that the client requested (SNI). If none matches,
/// or the name is missing or malformed, it gets the first certificate of all. Go's name: <c>tls.Config.Certificates</c> with
/// <c>GetCertificate</c>.
/// </summary>
/// <remarks>
/// Certificates from files are reloaded: a replaced file is used from the next handshake on; open connections are not affected. While the
/// files do not hold a certificate and its key, the previous one stays in use, and the server's log says why. Thread-safe.
/// </remarks>
public sealed class TlsCertificates
{
    private readonly Lock _gate = new();
    private volatile Entry[] _entries = [];

    /// <summary>Adds a certificate from files. They are read at once, and checked for changes before each handshake.</summary>
    /// <param name="certFile">The certificate, PEM, followed by those of its issuers.</param>
    /// <param name="keyFile">Its private key, PEM, not encrypted; it may be the same file.</param>
    /// <returns>This object.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    public TlsCertificates Add(string certFile, string keyFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(certFile);
        ArgumentException.ThrowIfNullOrEmpty(keyFile);
        return Add(new Entry(new CertificateFile(certFile, keyFile), null));
    }

    /// <summary>Adds a certificate that does not change.</summary>
    /// <param name="certificate">The certificate, with its private key. It is copied: the caller may dispose it.</param>
    /// <param name="chain">Those of its issuers that clients may not have, or null for none.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">It has no private key.</exception>
    public TlsCertificates Add(X509Certificate2 certificate, X509Certificate2Collection? chain = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.HasPrivateKey) throw new ArgumentException("The certificate has no private key.", nameof(certificate));
        return Add(new Entry(null, new ServedCertificate(certificate, chain)));
    }

    internal int Count => _entries.Length;

    /// <summary>The certificate for a name; there is at least one. Reads files that have changed.</summary>
    /// <param name="serverName">The name as the client sent it. Empty if it sent none.</param>
    /// <param name="log">Called with a text about files that cannot be used.</param>
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
