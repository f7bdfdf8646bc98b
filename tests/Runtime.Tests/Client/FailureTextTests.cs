// What every failure of a call says: method, URL without credentials, where it went, and how far it had come.
using System.Net;
using System.Net.Sockets;
using System.Text;
using RouteGen;

namespace Runtime.Tests.Calling;

[Collection(Runtime.Tests.Serving.ServerCollection.Name)]
public sealed class FailureTextTests
{
    // What the server sends before it closes; null: nobody listens.
    [Theory]
    [InlineData(null, "dial", typeof(TransportException))]
    [InlineData("", "waiting for the response from 127.0.0.1:", typeof(TransportException))]
    [InlineData("HTTP/1.1 2", "waiting for the response from 127.0.0.1:", typeof(TransportException))]
    [InlineData("nonsense\r\n\r\n", "waiting for the response from 127.0.0.1:", typeof(ProtocolException))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "reading the response body", typeof(TransportException))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "reading the response body", typeof(ProtocolException))]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "reading the response body",
        typeof(TransportException))]
    public async Task A_failure_names_the_request_without_credentials_the_address_and_the_phase(string? sent, string phase, Type type)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serving = sent is null ? Task.CompletedTask : ServeOneAsync(listener, sent);
        if (sent is null) listener.Stop();
        using var transport = new Transport();
        var request = new Request("GET", $"http://user:secret@127.0.0.1:{port}/path?q=1");
        var failure = await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using var response = await new Client { Transport = transport }.DoAsync(request);
            await response.Body.ReadAllBytesAsync();
        });
        await serving;
        Assert.IsType(type, failure);
        Assert.StartsWith($"GET http://127.0.0.1:{port}/path?q=1: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(phase, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_dial_names_the_address_of_the_url_once_more()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var transport = new Transport();
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await new Client { Transport = transport }.GetAsync($"http://127.0.0.1:{port}/a"));
        Assert.StartsWith($"GET http://127.0.0.1:{port}/a: dial 127.0.0.1:{port}: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, failure.Message.Split($"127.0.0.1:{port}").Length);
    }

    [Fact]
    public async Task A_failed_redirect_names_the_request()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serving = ServeOneAsync(listener, "HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n");
        using var transport = new Transport();
        var failure = await Assert.ThrowsAsync<RedirectException>(
            async () => await new Client { Transport = transport }.DoAsync(new Request("GET", $"http://u:secret@127.0.0.1:{port}/a")));
        await serving;
        Assert.StartsWith($"GET http://127.0.0.1:{port}/a: ", failure.Message, StringComparison.Ordinal);
    }

    private static async Task ServeOneAsync(TcpListener listener, string sent)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[4096];
        var received = "";
        while (!received.Contains("\r\n\r\n", StringComparison.Ordinal))
            received += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync(Encoding.Latin1.GetBytes(sent));
    }
}
