using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runtime.Tests.Support;

/// <summary>Certificates made for tests, on the spot.</summary>
internal static class TestCertificate
{
    /// <summary>Self-signed, for <c>localhost</c> and the loopback addresses, valid now.</summary>
    internal static X509Certificate2 Localhost { get; } = Make("localhost");

    /// <summary>A self-signed certificate for a name; for <c>localhost</c> also for the loopback addresses.</summary>
    internal static X509Certificate2 Make(string name, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var until = notAfter ?? DateTimeOffset.UtcNow.AddDays(2);
        return request.CreateSelfSigned(until.AddDays(-4), until);
    }
}
