using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Integration.Tests;

/// <summary>A self-signed certificate and its key, in files of a folder of their own.</summary>
internal sealed class PemFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pem").FullName;

    internal PemFiles(string name, int validDays = 2) => Replace(name, validDays);

    internal string Cert => Path.Combine(_folder, "cert.pem");

    internal string Key => Path.Combine(_folder, "key.pem");

    /// <summary>Puts another certificate in the place of the one that is there.</summary>
    internal void Replace(string name, int validDays = 2)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var until = DateTimeOffset.UtcNow.AddDays(validDays);
        using var certificate = request.CreateSelfSigned(until.AddDays(-4), until);
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Cert, certificate.ExportCertificatePem());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
