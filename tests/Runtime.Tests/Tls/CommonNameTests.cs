using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RouteGen;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Tls;

/// <summary>
/// RFC 9110 section 4.3.4: the names of a server are its certificate's alternative names, whatever the platform would accept.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class CommonNameTests
{
    private static X509Certificate2 Make(string commonName, Action<SubjectAlternativeNameBuilder>? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static SslClientAuthenticationOptions Trusting(X509Certificate2 root)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    private static async Task<Response> AskAsync(Transport transport, TlsServerFixture server, string host) =>
        await Eventually.Of(transport.RoundTripAsync(new Request("GET", $"https://{host}:{server.Address.Port}/")).AsTask());

    public static TheoryData<string, string, Action<SubjectAlternativeNameBuilder>?> Certificates() => new()
    {
        { "localhost", "localhost", null },
        { "127.0.0.1", "127.0.0.1", null },
        { "localhost", "localhost", static names => names.AddEmailAddress("a@localhost") },
        { "localhost", "localhost", static names => names.AddIpAddress(IPAddress.Loopback) },
        { "127.0.0.1", "127.0.0.1", static names => names.AddDnsName("localhost") },
    };

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task A_common_name_names_no_server(string host, string commonName, Action<SubjectAlternativeNameBuilder>? names)
    {
        using var certificate = Make(commonName, names);
        await using var server = new TlsServerFixture(config: new SslServerAuthenticationOptions { ServerCertificate = certificate });
        using var transport = new Transport { TlsClientConfig = Trusting(certificate) };
        var failure = await Assert.ThrowsAsync<TransportException>(() => AskAsync(transport, server, host));
        Assert.Equal(TransportError.Tls, failure.Error);
        Assert.Contains("name", failure.Message, StringComparison.OrdinalIgnoreCase);
        Eventually.True(() => server.Server.ConnCount == 0, "the connection is closed");
        server.TakeLogIfAny();
    }

    [Fact]
    public async Task A_common_name_counts_where_it_is_allowed()
    {
        using var certificate = Make("localhost", names: null);
        await using var server = new TlsServerFixture(config: new SslServerAuthenticationOptions { ServerCertificate = certificate });
        using var transport = new Transport { TlsClientConfig = Trusting(certificate), AllowCommonNames = true };
        using var clone = transport.Clone();
        foreach (var one in (Transport[])[transport, clone])
        {
            using var response = await AskAsync(one, server, "localhost");
            Assert.Equal(200, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_callback_is_told_of_the_mismatch_and_has_the_last_word()
    {
        using var certificate = Make("localhost", names: null);
        await using var server = new TlsServerFixture(config: new SslServerAuthenticationOptions { ServerCertificate = certificate });
        var told = SslPolicyErrors.None;
        var config = Trusting(certificate);
        config.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            told = errors;
            return true;
        };
        using var transport = new Transport { TlsClientConfig = config };
        using var response = await AskAsync(transport, server, "localhost");
        Assert.Equal((200, SslPolicyErrors.RemoteCertificateNameMismatch), (response.StatusCode, told));
    }
}
