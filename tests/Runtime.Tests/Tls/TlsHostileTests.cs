using System.Net.Sockets;
using Runtime.Tests.IO;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class TlsHostileTests
{
    [Fact]
    public async Task Every_prefix_of_a_hello_ends_in_a_logged_failure_and_nothing_else()
    {
        await using var server = new TlsServerFixture();
        var hello = await CaptureHelloAsync();
        for (var length = 1; length < hello.Length; length += length < 16 ? 1 : 13)
        {
            using var socket = server.ConnectPlain();
            socket.Send(hello.AsSpan(0, length));
            socket.Shutdown(SocketShutdown.Send);
            ReadToEnd(socket);
            server.TakeLog("TLS handshake error");
        }
    }

    [Fact]
    public async Task A_hello_in_single_bytes_is_understood()
    {
        await using var server = new TlsServerFixture();
        var hello = await CaptureHelloAsync();
        using var socket = server.ConnectPlain();
        foreach (var one in hello) socket.Send([one]);
        var answer = new byte[1];
        Assert.Equal(1, socket.Receive(answer));
        // A handshake record, not an alert.
        Assert.Equal(22, answer[0]);
        socket.Dispose();
        server.TakeLog("TLS handshake error");
    }

    [Fact]
    public async Task Random_bytes_end_the_connection_and_nothing_else()
    {
        await using var server = new TlsServerFixture();
        var random = new Random(11);
        var hello = await CaptureHelloAsync();
        for (var round = 0; round < 100; round++)
        {
            byte[] bytes;
            if (round % 2 == 0)
            {
                bytes = new byte[random.Next(1, 400)];
                random.NextBytes(bytes);
            }
            else
            {
                bytes = [.. hello];
                for (var change = 0; change < 4; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var socket = server.ConnectPlain();
            socket.Send(bytes);
            socket.Shutdown(SocketShutdown.Send);
            ReadToEnd(socket);
            server.TakeLog("");
        }

        using var stream = server.Connect();
        Assert.EndsWith("pong", TlsServerFixture.Ask(stream), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 23, 3, 3, 0, 0 })] // a record of no bytes
    [InlineData(new byte[] { 23, 3, 3, 255, 255, 1 })] // longer than any record may be
    [InlineData(new byte[] { 99, 3, 3, 0, 5, 1, 2, 3, 4, 5 })] // of no known type
    [InlineData(new byte[] { 23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })] // forged
    public async Task Behind_the_handshake_what_is_no_record_ends_the_connection(byte[] bytes)
    {
        await using var server = new TlsServerFixture();
        using var socket = server.ConnectPlain();
        using var stream = new System.Net.Security.SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        stream.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        Assert.NotEqual(0, stream.Read(new byte[1024]));
        socket.Send(bytes);
        ReadToEnd(socket);
    }

    // What SslStream sends first.
    private static async Task<byte[]> CaptureHelloAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        using var client = new TcpClient();
        await client.ConnectAsync((System.Net.IPEndPoint)listener.LocalEndPoint!);
        using var accepted = await listener.AcceptAsync();
        using var stream = new System.Net.Security.SslStream(client.GetStream(), false, (_, _, _, _) => true);
        var handshake = stream.AuthenticateAsClientAsync("localhost");
        var hello = new byte[4096];
        var count = 0;
        do count += await accepted.ReceiveAsync(hello.AsMemory(count));
        while (count < 5 || count < 5 + (hello[3] * 256) + hello[4]);
        accepted.Dispose();
        await Assert.ThrowsAnyAsync<IOException>(() => handshake.Within());
        return hello[..count];
    }

    private static void ReadToEnd(Socket socket)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var count = socket.Receive(buffer, 0, buffer.Length, SocketFlags.None, out var error);
            Assert.True(error is SocketError.Success or SocketError.ConnectionReset, $"{error}");
            if (count == 0) return;
        }
    }
}
