using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RouteGen.IO;
using Runtime.Tests.Serving;

namespace Runtime.Tests.IO;

public class SocketConnTests : ConnContractTests
{
    private static readonly SocketBackend s_backend = new();

    private protected override IoBackend Backend => s_backend;

    // The clock reads a deadline, and is late with its call: a turn has moved the deadline since, and has released the connection.
    [Fact]
    public async Task An_expiry_that_comes_late_does_not_count_against_a_deadline_that_was_moved()
    {
        var turns = new ConcurrentQueue<Ready>();
        Conn? served = null;
        var listener = s_backend.Listen(new IPEndPoint(IPAddress.Loopback, 0), conn => new ScriptedDriver(ready =>
        {
            served = conn;
            turns.Enqueue(ready);
            var count = conn.TryReceive(new byte[16]);
            if (count == 0 || (ready & Ready.Deadline) != 0)
            {
                conn.Close();
                return TurnEnd.Closed;
            }

            if (count > 0) conn.SetDeadline(Environment.TickCount64 + 3_600_000);
            return TurnEnd.Quiet;
        }), static _ => { });
        using (var peer = new TcpClient())
        {
            await peer.ConnectAsync((IPEndPoint)listener.LocalEndPoint);
            var stream = peer.GetStream();
            stream.Write("a"u8);
            Eventually.True(() => served is { Deadline: not 0 }, "the first byte was not read");
            for (var round = 0; round < 100; round++) ((SocketConn)served!).Expire();
            stream.Write("b"u8);
            peer.Client.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().Within());
        }

        await listener.StopAsync().AsTask().Within();
        Assert.DoesNotContain(turns, static ready => (ready & Ready.Deadline) != 0);
    }
}
