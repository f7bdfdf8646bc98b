using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Compare.Processes;

/// <summary>
/// What peers find in their folder: files to serve, a certificate with its key, and for nginx its configuration for this address.
/// </summary>
internal static class PeerFiles
{
    internal static void Write(string root, IPEndPoint address)
    {
        WriteServed(root);
        if (!File.Exists(Path.Combine(root, "key.pem"))) WriteCertificate(root);
        var template = Path.Combine(root, "nginx.conf.in");
        if (!File.Exists(template)) return;
        var text = File.ReadAllText(template)
            .Replace("ROOT", root, StringComparison.Ordinal)
            .Replace("LISTEN", address.ToString(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(root, "nginx.conf"), text);
        File.WriteAllLines(
            Path.Combine(root, "routes.conf"),
            Enumerable.Range(0, 256).Select(static index => $"location = /route{index:000}/end {{ return 200 \"pong\"; }}"));
        File.WriteAllBytes(Path.Combine(root, "large"), Content(64));
    }

    private static void WriteServed(string root)
    {
        var folder = Path.Combine(root, "files");
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "64k.bin"), Content(64));
        File.WriteAllBytes(Path.Combine(folder, "1m.bin"), Content(1024));
    }

    private static void WriteCertificate(string root)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        File.WriteAllText(Path.Combine(root, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(root, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static byte[] Content(int kibibytes) => Enumerable.Repeat((byte)'x', kibibytes * 1024).ToArray();
}
