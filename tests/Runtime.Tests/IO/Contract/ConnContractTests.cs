// What Conn, ConnDriver and IoBackend promise, held against one back end per derived class. The other side of a connection is
// always a plain socket, so that a fault does not hide by being made twice.
using System.Net;
using System.Net.Sockets;
using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

[Collection("IO")]
public abstract partial class ConnContractTests
{
    private protected abstract IoBackend Backend { get; }

    /// <summary>How often each of many peers connects where connecting is what is tested.</summary>
    private protected virtual int ConnectRounds => 200;

    private static long Now => Environment.TickCount64;

    [Fact]
    public async Task Reading_gives_bytes_then_would_block_then_zero_at_the_end()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var buffer = new byte[16];
            Assert.Equal(Conn.WouldBlock, conn.TryReceive(buffer));
            peer.Send("abc"u8);
            await conn.WaitReadableAsync().Within();
            Assert.Equal(3, conn.TryReceive(buffer));
            Assert.Equal("abc"u8, buffer.AsSpan(0, 3));
            Assert.Equal(Conn.WouldBlock, conn.TryReceive(buffer));
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await ReceiveAsync(conn, buffer));
            Assert.Equal(0, conn.TryReceive(buffer));
            // Half closed: this direction still works.
            Assert.Equal(2, conn.TrySend("ok"u8));
            Assert.Equal("ok", ReadText(peer, 2));
            conn.Close();
            Assert.Equal(0, peer.Receive(buffer));
        }
    }

    [Fact]
    public async Task The_peer_reads_the_end_after_ShutdownSend_and_can_still_answer()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var buffer = new byte[16];
            conn.ShutdownSend();
            Assert.Equal(0, peer.Receive(buffer));
            peer.Send("late"u8);
            Assert.Equal(4, await ReceiveAsync(conn, buffer));
            conn.Close();
        }
    }

    [Fact]
    public async Task Addresses_are_known_on_both_ends()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            Assert.Equal(peer.LocalEndPoint, conn.RemoteEndPoint);
            Assert.Equal(peer.RemoteEndPoint, conn.LocalEndPoint);
            conn.Close();
        }
    }

    // The log asks for the address of a connection of which nothing else is left, on a thread where a failure would end the process.
    [Theory]
    [InlineData("aborted")]
    [InlineData("closed")]
    [InlineData("reset")]
    public async Task Addresses_of_a_connection_that_has_ended_are_its_own_or_unknown_and_never_throw(string how)
    {
        var (conn, peer) = await DialAsync();
        EndPoint[] possible = [peer.LocalEndPoint!, peer.RemoteEndPoint!, new IPEndPoint(IPAddress.None, 0)];
        if (how == "reset") peer.Reset();
        if (how == "reset") await Assert.ThrowsAnyAsync<Exception>(async () => Assert.NotEqual(0, await ReceiveAsync(conn, new byte[1])));
        if (how == "aborted") conn.Abort();
        if (how == "closed") conn.Close();
        // Of these, one has the number of the closed descriptor.
        var others = new List<(Conn Conn, Peer Peer)>();
        for (var index = 0; index < 4; index++) others.Add(await DialAsync());
        Assert.Contains(conn.RemoteEndPoint, possible);
        Assert.Contains(conn.LocalEndPoint, possible);
        if (how != "closed") conn.Close();
        Assert.Contains(conn.RemoteEndPoint, possible);
        Assert.Contains(conn.LocalEndPoint, possible);
        foreach (var other in others)
        {
            other.Peer.Dispose();
            other.Conn.Close();
        }

        peer.Dispose();
    }

    // A thread that outlived its request may begin to watch the peer late, when the descriptor is that of another connection.
    [Fact]
    public async Task A_closed_connection_is_not_watched()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            conn.Close();
            var (other, othersPeer) = await DialAsync();
            using (othersPeer)
            {
                Assert.False(conn.WatchPeer());
                var wait = Wait(other, blocking: false);
                othersPeer.Send("x"u8);
                await wait.Within();
                Assert.Equal(1, await ReceiveAsync(other, new byte[4]));
                other.Close();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_ends_with_data(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            for (var round = 0; round < 50; round++)
            {
                var wait = Wait(conn, blocking);
                peer.Send("x"u8);
                await wait.Within();
                var buffer = new byte[4];
                Assert.Equal(1, await ReceiveAsync(conn, buffer));
            }

            conn.Close();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_ends_with_Abort_and_nothing_works_afterwards(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var wait = Wait(conn, blocking);
            conn.Abort();
            conn.Abort();
            await AssertFailsAsync(TransportError.Aborted, wait);
            await AssertFailsAsync(TransportError.Aborted, Wait(conn, blocking));
            AssertFails(TransportError.Aborted, () => conn.TryReceive(new byte[1]));
            AssertFails(TransportError.Aborted, () => conn.TrySend("x"u8));
            await AssertFailsAsync(TransportError.Aborted, conn.SendAsync("x"u8.ToArray()).AsTask());
            Assert.False(conn.IsTimedOut);
            Assert.Equal(0, peer.Receive(new byte[1]));
            conn.Close();
            conn.Abort();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reset_ends_a_wait_and_is_told_to_the_reader(bool blocking)
    {
        for (var round = 0; round < 50; round++)
        {
            var (conn, peer) = await DialAsync();
            var wait = Wait(conn, blocking);
            Reset(peer);
            await wait.Within();
            var error = await Assert.ThrowsAsync<TransportException>(() => ReceiveAsync(conn, new byte[1]));
            Assert.Equal(TransportError.ConnectionReset, error.Error);
            // For good: what ended by a reset never looks like an end of the stream.
            AssertFails(TransportError.ConnectionReset, () => conn.TryReceive(new byte[1]));
            conn.Close();
        }
    }

    [Fact]
    public async Task A_reset_that_a_writer_is_told_of_is_told_to_the_reader_too()
    {
        var (conn, peer) = await DialAsync();
        Reset(peer);
        TransportException? told = null;
        Patience.Until(() => TrySendFails(conn, out told), "a send after a reset fails");
        Assert.Equal(TransportError.ConnectionReset, told!.Error);
        AssertFails(TransportError.ConnectionReset, () => conn.TryReceive(new byte[1]));
        conn.Close();
    }

    [Fact]
    public async Task Bytes_that_came_before_a_failed_send_can_be_read()
    {
        var (conn, peer) = await DialAsync();
        conn.TrySend("unread"u8);
        Patience.Until(() => peer.Available >= 6, "the bytes arrive");
        peer.Send("413"u8);
        peer.Shutdown(SocketShutdown.Send);
        var buffer = new byte[8];
        await conn.WaitReadableAsync().Within();
        peer.Dispose(); // with unread bytes: the system sends a reset after the answer
        Patience.Until(() => TrySendFails(conn, out _), "a send to nobody fails");
        Assert.Equal(3, conn.TryReceive(buffer));
        conn.Close();
    }

    [Fact]
    public async Task Close_and_Abort_may_race()
    {
        for (var round = 0; round < 200; round++)
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                using var start = new Barrier(2);
                var aborting = Patience.OnThread(() =>
                {
                    start.SignalAndWait();
                    conn.Abort();
                });
                start.SignalAndWait();
                conn.Close();
                await aborting.Within();
                AssertEnded(peer);
            }
        }
    }

    // Closed while its end is being announced, or with a record of TLS unread, a socket resets the connection: an end as well for one that
    // was given up.
    private static void AssertEnded(Peer peer)
    {
        try
        {
            Assert.Equal(0, peer.Receive(new byte[1]));
        }
        catch (SocketException failure)
        {
            Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
        }
    }

    [Fact]
    public async Task An_Abort_that_races_with_the_beginning_of_a_wait_ends_it()
    {
        for (var round = 0; round < 300; round++)
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                var aborting = Task.Run(conn.Abort);
                var error = await Assert.ThrowsAsync<TransportException>(async () =>
                {
                    while (conn.TryReceive(new byte[1]) == Conn.WouldBlock) await conn.WaitReadableAsync().Within();
                });
                Assert.Equal(TransportError.Aborted, error.Error);
                await aborting.Within();
                conn.Close();
            }
        }
    }

    private static bool TrySendFails(Conn conn, out TransportException? told)
    {
        try
        {
            conn.TrySend("x"u8);
            told = null;
            return false;
        }
        catch (TransportException e)
        {
            told = e;
            return true;
        }
    }

    // The wait in either form; it has begun when this returns, or is about to.
    private static Task Wait(Conn conn, bool blocking) => blocking ? Patience.OnThread(conn.WaitReadable) : WaitAsync(conn);

    private static async Task WaitAsync(Conn conn) => await conn.WaitReadableAsync();

    private static async Task<int> ReceiveAsync(Conn conn, byte[] buffer)
    {
        int count;
        while ((count = conn.TryReceive(buffer)) == Conn.WouldBlock) await conn.WaitReadableAsync().Within();
        return count;
    }

    private static void AssertFails(TransportError expected, Action action) =>
        Assert.Equal(expected, Assert.Throws<TransportException>(action).Error);

    private static async Task AssertFailsAsync(TransportError expected, Task task) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<TransportException>(task.Within)).Error);

    // Closes with a reset in place of a FIN.
    private static void Reset(Peer peer) => peer.Reset();

    private static string ReadText(Peer peer, int count)
    {
        var buffer = new byte[count];
        var read = 0;
        while (read < count)
        {
            var more = peer.Receive(buffer.AsSpan(read));
            if (more == 0) break;
            read += more;
        }

        return System.Text.Encoding.ASCII.GetString(buffer, 0, read);
    }

    private static Socket NewSocket(AddressFamily family = AddressFamily.InterNetwork) => new(family, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = (int)Patience.Bound.TotalMilliseconds,
        SendTimeout = (int)Patience.Bound.TotalMilliseconds,
    };

    private Peer Connect(EndPoint address)
    {
        var socket = NewSocket(address.AddressFamily);
        socket.Connect(address);
        return ConnectedPeer(socket);
    }

    /// <summary>The test's end of a connection that the test made.</summary>
    private protected virtual Peer ConnectedPeer(Socket socket) => new(socket);

    /// <summary>The test's end of a connection that the back end dials. May wait for the other end.</summary>
    private protected virtual Peer AcceptedPeer(Socket socket) => new(socket);

    // A connection that the back end dialed, and the socket at its other end.
    private async Task<(Conn Conn, Peer Peer)> DialAsync()
    {
        using var listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var accepting = Task.Run(() =>
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            socket.ReceiveTimeout = (int)Patience.Bound.TotalMilliseconds;
            return AcceptedPeer(socket);
        });
        var conn = await Backend.DialAsync(listener.LocalEndPoint!, default).Within();
        return (conn, await accepting.Within());
    }

    private StoppingListener Listen(Func<Conn, ConnDriver> makeDriver) => new(Backend, makeDriver);

    /// <summary>Does what a server does when it shuts down: stops the listener, then tells every connection.</summary>
    private sealed class StoppingListener
    {
        private readonly List<Conn> _conns = [];
        private readonly IoListener _listener;

        internal StoppingListener(IoBackend backend, Func<Conn, ConnDriver> makeDriver)
        {
            _listener = backend.Listen(
                new IPEndPoint(IPAddress.Loopback, 0), Make, message => throw new InvalidOperationException(message));

            ConnDriver Make(Conn conn)
            {
                lock (_conns) _conns.Add(conn);
                return makeDriver(conn);
            }
        }

        internal EndPoint LocalEndPoint => _listener.LocalEndPoint;

        internal async ValueTask StopAsync()
        {
            await _listener.StopAsync();
            Conn[] conns;
            lock (_conns) conns = [.. _conns];
            // A closed connection takes it too, and nothing comes of it.
            foreach (var conn in conns) conn.Notify(Ready.Stop);
        }
    }
}
