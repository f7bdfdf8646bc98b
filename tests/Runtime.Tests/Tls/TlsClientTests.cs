using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RouteGen;
using Runtime.Tests.IO;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class TlsClientTests
{
    // Trusts the test's own certificate and nothing else, and verifies names and dates as ever.
    private static SslClientAuthenticationOptions Trusting(params X509Certificate2[] roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Requests_are_answered_over_one_connection_and_responses_know_what_was_agreed_on(SslProtocols version)
    {
        await using var server = new TlsServerFixture((w, r) => w.Write(r.Body.ReadAllBytesAsync().AsTask().GetAwaiter().GetResult()));
        var config = Trusting(TestCertificate.Localhost);
        config.EnabledSslProtocols = version;
        using var transport = new Transport { TlsClientConfig = config };
        var client = new RouteGen.Client { Transport = transport };
        for (var round = 0; round < 50; round++)
        {
            var body = new byte[round * 1000];
            new Random(round).NextBytes(body);
            using var response = await Eventually.Of(
                client.PostAsync($"https://localhost:{server.Address.Port}/", "x/y", Body.From(body)).AsTask());
            Assert.Equal(body, await response.Body.ReadAllBytesAsync());
            Assert.Equal(version, response.Tls!.Version);
            Assert.Equal("http/1.1", response.Tls.NegotiatedProtocol);
            Assert.Equal("CN=localhost", response.Tls.PeerCertificate!.Subject);
            Assert.Equal(1, server.Server.ConnCount);
        }
    }

    [Fact]
    public async Task The_servers_name_is_that_of_the_url_and_an_address_has_none()
    {
        string? name = null;
        await using var server = new TlsServerFixture((_, r) => name = r.Tls!.ServerName);
        using var transport = new Transport { TlsClientConfig = Trusting(TestCertificate.Localhost) };
        foreach (var (host, expected) in new[] { ("localhost", "localhost"), ("LOCALHOST", "localhost"), ("127.0.0.1", "") })
        {
            using var response = await Eventually.Of(
                transport.RoundTripAsync(new Request("GET", $"https://{host}:{server.Address.Port}/")).AsTask());
            Assert.Equal(200, response.StatusCode);
            Assert.Equal(expected, name!, ignoreCase: true);
            await response.Body.ReadAllBytesAsync();
        }
    }

    [Fact]
    public async Task A_certificate_that_is_unknown_expired_or_of_another_name_is_refused()
    {
        using var expired = TestCertificate.Make("localhost", DateTimeOffset.UtcNow.AddDays(-1));
        using var other = TestCertificate.Make("other.example");
        foreach (var (served, config, why) in new[]
        {
            (TestCertificate.Localhost, null, "UntrustedRoot"),
            (expired, Trusting(expired), "NotTimeValid"),
            (other, Trusting(other), "RemoteCertificateNameMismatch"),
        })
        {
            await using var server = new TlsServerFixture(config: new SslServerAuthenticationOptions { ServerCertificate = served });
            using var transport = new Transport { TlsClientConfig = config };
            var failure = await Assert.ThrowsAsync<TransportException>(
                () => Eventually.Of(transport.RoundTripAsync(new Request("GET", $"https://localhost:{server.Address.Port}/")).AsTask()));
            Assert.Equal(TransportError.Tls, failure.Error);
            Assert.Contains(why, failure.Message, StringComparison.Ordinal);
            // The server is told by an alert, before or behind its own end of the handshake.
            Eventually.True(() => server.Server.ConnCount == 0, "the connection is closed");
            server.TakeLogIfAny();
        }
    }

    [Fact]
    public async Task A_name_in_the_options_takes_the_place_of_that_in_the_url()
    {
        using var other = TestCertificate.Make("other.example");
        await using var server = new TlsServerFixture(config: new SslServerAuthenticationOptions { ServerCertificate = other });
        var config = Trusting(other);
        config.TargetHost = "other.example";
        using var transport = new Transport { TlsClientConfig = config };
        using var response = await Eventually.Of(
            transport.RoundTripAsync(new Request("GET", $"https://localhost:{server.Address.Port}/")).AsTask());
        Assert.Equal("other.example", response.Tls!.ServerName);
    }

    [Fact]
    public async Task A_client_certificate_is_given_when_it_is_asked_for()
    {
        using var own = TestCertificate.Make("client.example");
        string? subject = null;
        await using var server = new TlsServerFixture(
            (_, r) => subject = r.Tls!.PeerCertificate?.Subject, new SslServerAuthenticationOptions
            {
                ServerCertificate = TestCertificate.Localhost,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
        var config = Trusting(TestCertificate.Localhost);
        config.ClientCertificates = [own];
        using var transport = new Transport { TlsClientConfig = config };
        using var response = await Eventually.Of(
            transport.RoundTripAsync(new Request("GET", $"https://localhost:{server.Address.Port}/")).AsTask());
        Assert.Equal("CN=client.example", subject);
    }

    [Fact]
    public async Task A_plain_server_is_recognised()
    {
        await using var server = new ServerFixture((w, _) => w.Write("pong"u8));
        using var transport = new Transport();
        var failure = await Assert.ThrowsAsync<TransportException>(
            () => Eventually.Of(transport.RoundTripAsync(new Request("GET", $"https://{server.Address}/")).AsTask()));
        Assert.Equal(TransportError.Tls, failure.Error);
        Assert.EndsWith("The server gave an HTTP response to an HTTPS client.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_at_the_limit_and_a_cancelled_request_at_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        using (var transport = new Transport { TlsHandshakeTimeout = TimeSpan.FromMilliseconds(200) })
        {
            var failure = await Assert.ThrowsAsync<TransportException>(
                () => Eventually.Of(transport.RoundTripAsync(new Request("GET", url)).AsTask()));
            Assert.True(failure.IsTimeout);
            Assert.Contains("TlsHandshakeTimeout", failure.Message, StringComparison.Ordinal);
        }

        using (var transport = new Transport())
        {
            using var cancel = new CancellationTokenSource();
            var waiting = transport.RoundTripAsync(new Request("GET", url), cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Of(waiting));
        }
    }

    [Fact]
    public async Task A_server_that_closes_in_the_middle_of_the_handshake_is_a_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var transport = new Transport();
        foreach (var answer in new byte[][] { [], [22], [22, 3, 3, 0, 50, 2], [21, 3, 3, 0, 2, 2, 40] })
        {
            var serving = Task.Run(async () =>
            {
                using var accepted = await listener.AcceptSocketAsync();
                await accepted.ReceiveAsync(new byte[1024]);
                await accepted.SendAsync(answer);
                accepted.Shutdown(SocketShutdown.Send);
                while (await accepted.ReceiveAsync(new byte[1024]) > 0)
                {
                }
            });
            var failure = await Assert.ThrowsAsync<TransportException>(() =>
                Eventually.Of(
                    transport.RoundTripAsync(new Request("GET", $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"))
                        .AsTask()));
            Assert.Equal(TransportError.Tls, failure.Error);
            await serving.Within();
        }
    }

    [Fact]
    public async Task A_dial_of_the_users_own_brings_an_encrypted_stream()
    {
        await using var server = new TlsServerFixture();
        var dialed = "";
        using var transport = new Transport
        {
            DialTlsContext = async (_, address, token) =>
            {
                dialed = address;
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(server.Address, token);
                var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), false, (_, _, _, _) => true);
                await stream.AuthenticateAsClientAsync("localhost");
                return stream;
            },
        };
        using var response = await Eventually.Of(transport.RoundTripAsync(new Request("GET", "https://some.example/")).AsTask());
        Assert.Equal("pong", await response.Body.ReadAllTextAsync());
        Assert.Equal("some.example:443", dialed);
        Assert.Equal("CN=localhost", response.Tls!.PeerCertificate!.Subject);
    }

    [Fact]
    public async Task A_trace_is_told_of_the_handshake()
    {
        await using var server = new TlsServerFixture();
        var told = new List<string>();
        using var transport = new Transport { TlsClientConfig = Trusting(TestCertificate.Localhost) };
        var request = new Request("GET", $"https://localhost:{server.Address.Port}/");
        new ClientTrace
        { TlsHandshakeStart = () => told.Add("start"), TlsHandshakeDone = failure => told.Add($"done {failure?.Message}") }.AddTo(
                request.Context);
        using var response = await Eventually.Of(transport.RoundTripAsync(request).AsTask());
        Assert.Equal(["start", "done "], told);
    }
}
