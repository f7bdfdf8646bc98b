using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen;

/// <summary>
/// The certificate of test servers. Created on first use, once per process, and trusted only by the clients of these servers.
/// </summary>
internal static class TestServerCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(30);

    internal static X509Certificate2 Instance { get; } = Make();

    /// <summary>TLS options of a client that trusts the certificate for any host name.</summary>
    internal static SslClientAuthenticationOptions ClientOptions => new()
    {
        RemoteCertificateValidationCallback = static (_, certificate, _, _) =>
            certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(Instance.RawDataMemory.Span),
    };

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=RouteGen test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(TestRequest.DefaultHost);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        // Valid from yesterday on, in case a clock is slow.
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + s_lifetime);
    }
}
