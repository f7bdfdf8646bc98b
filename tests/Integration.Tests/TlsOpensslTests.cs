using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using RouteGen;

namespace Integration.Tests;

/// <summary>
/// Our TLS against OpenSSL's own programs, which say what they see: the end of the stream, the protocol, the certificate.
/// </summary>
public class TlsOpensslTests
{
    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task The_server_ends_with_close_notify(string version)
    {
        using var files = new PemFiles("localhost");
        await using var server = new TlsServer(files);
        using var client = Child.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{server.Port}", version, "-servername", "localhost", "-alpn", "http/1.1",
            "-ign_eof", "-msg");
        var (code, output) = await client.EndWithCodeAsync("GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Equal(0, code);
        Assert.Contains("\r\n\r\npong", output, StringComparison.Ordinal);
        Assert.Contains("ALPN protocol: http/1.1", output, StringComparison.Ordinal);
        // What -msg writes of the alert that was received.
        Assert.Matches(@"<<< TLS 1\.\d, Alert \[length 0002\], warning close_notify", output);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task The_client_speaks_with_openssl(string version)
    {
        using var files = new PemFiles("localhost");
        using var server = Child.Start(
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", files.Cert, "-key", files.Key, version, "-www");
        var port = await PortAsync(server);
        using var transport = Trusting(files);
        for (var round = 0; round < 3; round++)
        {
            using var response = await transport.RoundTripAsync(new Request("GET", $"https://localhost:{port}/")).AsTask()
                .WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(200, response.StatusCode);
            Assert.Contains("s_server", await response.Body.ReadAllTextAsync(), StringComparison.Ordinal);
        }
    }

    // A key update is a record without data (RFC 8446 section 4.6.3). 16 in a row are the limit.
    [Theory]
    [InlineData(15, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public async Task Records_without_data_are_accepted_up_to_the_limit(int count, bool isAccepted)
    {
        using var files = new PemFiles("localhost");
        await using var server = new TlsServer(files);
        using var client = Child.Start("openssl", "s_client", "-connect", $"127.0.0.1:{server.Port}", "-tls1_3", "-msg");
        for (var sent = 0; sent < count; sent++)
        {
            await client.WriteLineAsync("k");
            Assert.True(await ReadsAsync(client, ">>> TLS 1.3, Handshake [length 0005], KeyUpdate"));
        }

        if (isAccepted) await client.WriteLineAsync("GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r");
        Assert.Equal(isAccepted, await ReadsAsync(client, "pong"));
    }

    // Returns false if the program ends before it writes a line that contains the text.
    private static async Task<bool> ReadsAsync(Child child, string text)
    {
        while (await child.TryReadLineAsync() is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return true;
        return false;
    }

    private static Transport Trusting(PemFiles files)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(files.Cert);
        return new Transport { TlsClientConfig = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }

    // "ACCEPT 127.0.0.1:41234", among other lines.
    private static async Task<int> PortAsync(Child server)
    {
        while (true)
        {
            var line = await server.ReadLineAsync();
            if (line.StartsWith("ACCEPT ", StringComparison.Ordinal)) return IPEndPoint.Parse(line["ACCEPT ".Length..]).Port;
        }
    }
}
