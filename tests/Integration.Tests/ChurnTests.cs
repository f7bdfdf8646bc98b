using System.Net.Sockets;
using System.Text;

namespace Integration.Tests;

public class ChurnTests
{
    private const int RoundCount = 100;
    private const int ClientCount = 50;

    [Fact]
    public async Task A_hundred_rounds_of_connect_ask_and_close_from_fifty_clients_lose_nothing()
    {
        await using var server = new EchoServer();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        for (var round = 0; round < RoundCount; round++)
            await Task.WhenAll(Enumerable.Range(0, ClientCount).Select(_ => AskAsync(server, limit.Token)));
    }

    private static async Task AskAsync(EchoServer server, CancellationToken token)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Address, token);
        await socket.SendAsync("GET /ping HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray(), token);
        var buffer = new byte[1000];
        var received = "";
        while (!received.EndsWith("\r\n\r\npong", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, token);
            Assert.NotEqual(0, count);
            received += Encoding.ASCII.GetString(buffer, 0, count);
        }
    }
}
