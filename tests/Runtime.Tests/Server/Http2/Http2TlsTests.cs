using System.Net.Security;
using System.Security.Authentication;
using RouteGen;
using RouteGen.Serving;
using Runtime.Tests.Tls;

namespace Runtime.Tests.Serving.Http2;

[Collection(ServerCollection.Name)]
public class Http2TlsTests
{
    [Fact]
    public async Task A_client_that_offers_h2_gets_it()
    {
        await using var server = new TlsServerFixture(Tell, protocols: Protocols.Http1 | Protocols.Http2);
        using var client = new FrameClient(server.Connect(change: OfferHttp2));
        client.Get(1, "/");
        Assert.Equal("HTTP/2.0 h2", client.Await(1).Body);
    }

    [Fact]
    public async Task Large_bodies_flow_over_TLS()
    {
        await using var server = new TlsServerFixture(
            static (w, r) =>
            {
                var buffer = new byte[20_000];
                while (r.Body.Read(buffer) is var count and > 0) w.Write(buffer.AsSpan(0, count));
            },
            protocols: Protocols.Http2);
        using var client = new FrameClient(server.Connect(change: OfferHttp2));
        client.Post(1, "/");
        for (var count = 0; count < 4; count++) client.SendData(1, new string((char)('a' + count), 16_000));
        client.SendData(1, "", ends: true);
        Assert.Equal(64_000, client.Await(1).BodyLength);
        Assert.Equal('d', client.Of(1).Body[^1]);
    }

    [Fact]
    public async Task A_client_that_does_not_is_served_as_before()
    {
        await using var server = new TlsServerFixture(Tell, protocols: Protocols.Http1 | Protocols.Http2);
        using var stream = server.Connect();
        Assert.Contains("HTTP/1.1 ", TlsServerFixture.Ask(stream), StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_cipher_suite_that_the_protocol_forbids_is_refused()
    {
        TlsCipherSuite[] forbidden =
        [
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        ];
        var config = new SslServerAuthenticationOptions
        {
            ServerCertificate = Support.TestCertificate.Localhost,
            CipherSuitesPolicy = new CipherSuitesPolicy(forbidden),
        };
        await using var server = new TlsServerFixture(Tell, config, protocols: Protocols.Http2);
        using var client = new FrameClient(server.Connect(
            version: SslProtocols.Tls12,
            change: options =>
            {
                OfferHttp2(options);
                options.CipherSuitesPolicy = new CipherSuitesPolicy(forbidden);
            }));
        client.ExpectEnd(Http2Error.InadequateSecurity);
    }

    private static void OfferHttp2(SslClientAuthenticationOptions options) =>
        options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private static void Tell(ResponseWriter w, Request r) => w.Write($"{r.Proto} {r.Tls!.NegotiatedProtocol}");
}
