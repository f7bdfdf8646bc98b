using System.Diagnostics;
using System.Net.Sockets;
using Runtime.Tests.IO;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class TlsHandshakeLimitTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(300);

    // A ClientHello's record begins so; its 200 bytes do not come.
    private static readonly byte[] s_halfHello = [22, 3, 1, 0, 200, 1, 0, 0, 196];

    public static TheoryData<byte[]> Beginnings => [[], [22], s_halfHello];

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task A_handshake_that_does_not_go_on_is_ended_by_the_limit(byte[] beginning)
    {
        await using var server = new TlsServerFixture(headLimit: s_limit);
        var clock = Stopwatch.StartNew();
        using var socket = server.ConnectPlain();
        socket.Send(beginning);
        AssertEnds(socket);
        // Counted from about the instant of its first turn (Conn.TurnInstant).
        Assert.True(clock.Elapsed >= s_limit / 2, $"ended after {clock.Elapsed}");
        server.TakeLog("TLS handshake error");
    }

    [Fact]
    public async Task Bytes_that_come_now_and_then_do_not_move_the_limit()
    {
        await using var server = new TlsServerFixture(headLimit: s_limit);
        using var socket = server.ConnectPlain();
        using var ended = new CancellationTokenSource();
        var dribbling = Patience.OnThread(() =>
        {
            try
            {
                for (var index = 0; !ended.IsCancellationRequested; index++)
                {
                    socket.Send(s_halfHello.AsSpan(Math.Min(index, s_halfHello.Length - 1), 1));
                    ended.Token.WaitHandle.WaitOne(20);
                }
            }
            catch (SocketException)
            {
                // The server has ended it: what the test waits for.
            }
        });
        AssertEnds(socket);
        await ended.CancelAsync();
        await dribbling.Within();
        server.TakeLog("TLS handshake error");
    }

    [Fact]
    public async Task A_part_of_a_record_does_not_move_the_idle_limit()
    {
        await using var server = new TlsServerFixture(idleLimit: s_limit);
        using var socket = server.ConnectPlain();
        using var stream = new System.Net.Security.SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        stream.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        Assert.NotEqual(0, stream.Read(new byte[1024]));
        using var ended = new CancellationTokenSource();
        var dribbling = Patience.OnThread(() =>
        {
            try
            {
                socket.Send([23, 3, 3, 64, 0]);
                while (!ended.IsCancellationRequested)
                {
                    socket.Send([1]);
                    ended.Token.WaitHandle.WaitOne(20);
                }
            }
            catch (SocketException)
            {
                // As above.
            }
        });
        AssertEnds(socket);
        await ended.CancelAsync();
        await dribbling.Within();
    }

    // With FIN, or with a reset if something was on its way.
    private static void AssertEnds(Socket socket)
    {
        var buffer = new byte[256];
        while (true)
        {
            var count = socket.Receive(buffer, 0, buffer.Length, SocketFlags.None, out var error);
            Assert.True(error is SocketError.Success or SocketError.ConnectionReset, $"{error}");
            if (count == 0) return;
        }
    }
}
