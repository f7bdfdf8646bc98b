using System.Collections.Concurrent;
using System.Net.Security;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class SelectionCallbackTests
{
    [Theory]
    [InlineData("xn--bcher-kva.test")]
    [InlineData("XN--bcher-kva.test")]
    [InlineData("-lead.test")]
    [InlineData("under_score.test")]
    [InlineData("plain.test")]
    public async Task The_program_s_callback_gets_the_name_that_the_client_sent(string name)
    {
        var asked = new ConcurrentQueue<string?>();
        var told = "";
        using var certificate = TestCertificate.Make("any.test");
        var config = new SslServerAuthenticationOptions
        {
            ServerCertificateSelectionCallback = (_, hostName) =>
            {
                asked.Enqueue(hostName);
                return certificate;
            },
        };
        await using var server = new TlsServerFixture((_, r) => told = r.Tls!.ServerName, config);
        using var stream = server.Connect(name);
        Assert.Equal("CN=any.test", stream.RemoteCertificate!.Subject);
        TlsServerFixture.Ask(stream);
        Assert.Equal(name, Assert.Single(asked));
        Assert.Equal(name, told);
    }
}
