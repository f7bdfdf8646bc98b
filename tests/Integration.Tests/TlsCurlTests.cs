using System.Net.Security;

namespace Integration.Tests;

/// <summary>Our TLS server, asked by curl.</summary>
public class TlsCurlTests
{
    // curl's exit codes for a certificate that is not accepted.
    private const int CertificateRefused = 60;

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var curl = Child.Start("curl", ["--silent", "--show-error", "--max-time", "30", .. arguments]);
        return await curl.EndWithCodeAsync();
    }

    [Theory]
    [InlineData("1.2", "Tls12 ")]
    [InlineData("1.3", "Tls13 ")]
    public async Task Requests_over_each_version_are_answered(string version, string expected)
    {
        using var files = new PemFiles("localhost");
        await using var server = new TlsServer(files);
        string[] options = ["--cacert", files.Cert, $"--tlsv{version}", "--tls-max", version];
        Assert.Equal((0, expected), await RunAsync([.. options, $"{server.Url}/who"]));
        var (code, output) = await RunAsync([.. options, "-w", "%{num_connects};", $"{server.Url}/ping", $"{server.Url}/ping"]);
        Assert.Equal((0, "pong1;pong0;"), (code, output));
        var file = Path.GetTempFileName();
        try
        {
            Assert.Equal((0, ""), await RunAsync([.. options, "-o", file, $"{server.Url}/large"]));
            Assert.Equal(EchoServer.Large, await File.ReadAllBytesAsync(file));
            var (echoCode, _) = await RunAsync([.. options, "--data-binary", $"@{file}", "-o", file + ".back", $"{server.Url}/echo"]);
            Assert.Equal(0, echoCode);
            Assert.Equal(EchoServer.Large, await File.ReadAllBytesAsync(file + ".back"));
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".back");
        }

        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task Wrong_names_expired_and_unknown_certificates_are_refused_by_curl()
    {
        using var wrong = new PemFiles("other.example");
        using var expired = new PemFiles("localhost", validDays: -1);
        using var right = new PemFiles("localhost");
        foreach (var (files, trusted) in new[] { (wrong, wrong), (expired, expired), (right, wrong) })
        {
            await using var server = new TlsServer(files);
            Assert.Equal(CertificateRefused, (await RunAsync("--cacert", trusted.Cert, $"{server.Url}/ping")).Code);
            // Which curl is told to ignore.
            Assert.Equal((0, "pong"), await RunAsync("--insecure", $"{server.Url}/ping"));
        }
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.3")]
    public async Task A_client_certificate_is_asked_for(string version)
    {
        using var files = new PemFiles("localhost");
        using var client = new PemFiles("client.example");
        await using var server = new TlsServer(files, new SslServerAuthenticationOptions
        {
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=client.example",
        });
        string[] options = ["--cacert", files.Cert, $"--tlsv{version}", "--tls-max", version];
        var (code, output) = await RunAsync([.. options, "--cert", client.Cert, "--key", client.Key, $"{server.Url}/who"]);
        Assert.Equal(0, code);
        Assert.EndsWith("CN=client.example", output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await RunAsync([.. options, $"{server.Url}/who"])).Code);
        Assert.Contains(server.Log, line => line.Contains("TLS handshake error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_on_disk_is_served_to_the_next_handshake()
    {
        using var files = new PemFiles("localhost");
        await using var server = new TlsServer(files);
        for (var round = 0; round < 3; round++)
        {
            files.Replace("localhost");
            // Trusted is what is on the disk now.
            Assert.Equal((0, "pong"), await RunAsync("--cacert", files.Cert, $"{server.Url}/ping"));
        }

        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task Plain_http_is_answered_400()
    {
        using var files = new PemFiles("localhost");
        await using var server = new TlsServer(files);
        var (code, output) = await RunAsync("-i", $"http://localhost:{server.Port}/ping");
        Assert.Equal(0, code);
        Assert.StartsWith("HTTP/1.0 400 Bad Request", output, StringComparison.Ordinal);
        Assert.EndsWith("Client sent an HTTP request to an HTTPS server.\n", output, StringComparison.Ordinal);
    }
}
