using System.Net.Sockets;
using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public abstract partial class ConnContractTests
{
    // More than both ends' buffers take together.
    private const int BigSize = 32 * 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_send_waits_for_a_slow_reader_and_loses_nothing(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var data = new byte[BigSize];
            new Random(1).NextBytes(data);
            var sending = Send(conn, data, blocking);
            Patience.Until(() => peer.Available > 0, "bytes arrive");
            Assert.False(sending.IsCompleted);
            var received = new byte[BigSize];
            await Patience.OnThread(() =>
            {
                var count = 0;
                while (count < received.Length) count += peer.Receive(received.AsSpan(count, Math.Min(64 * 1024, received.Length - count)));
            }).Within();
            await sending.Within();
            Assert.True(received.AsSpan().SequenceEqual(data));
            conn.Close();
        }
    }

    [Fact]
    public async Task TrySend_says_exactly_how_much_went()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var data = new byte[BigSize];
            new Random(2).NextBytes(data);
            var sent = 0;
            int count;
            while ((count = conn.TrySend(data.AsSpan(sent))) != Conn.WouldBlock)
            {
                sent += count;
                Assert.True(sent < BigSize, "the socket took everything");
            }

            conn.ShutdownSend();
            var received = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while ((count = peer.Receive(buffer)) > 0) received.Write(buffer, 0, count);
            Assert.Equal(sent, received.Length);
            Assert.True(received.ToArray().AsSpan().SequenceEqual(data.AsSpan(0, sent)));
            conn.Close();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blocked_send_ends_with_Abort(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var sending = Send(conn, new byte[BigSize], blocking);
            Patience.Until(() => peer.Available > 0, "bytes arrive");
            conn.Abort();
            await AssertFailsAsync(TransportError.Aborted, sending);
            conn.Close();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blocked_send_ends_with_the_deadline(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            conn.SetDeadline(Now + 150);
            await AssertFailsAsync(TransportError.TimedOut, Send(conn, new byte[BigSize], blocking));
            Assert.True(conn.IsTimedOut);
            conn.Close();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blocked_send_ends_with_a_reset(bool blocking)
    {
        var data = new byte[BigSize];
        for (var round = 0; round < 20; round++)
        {
            var (conn, peer) = await DialAsync();
            var sending = Send(conn, data, blocking);
            Patience.Until(() => peer.Available > 0, "bytes arrive");
            Reset(peer);
            await AssertFailsAsync(TransportError.ConnectionReset, sending);
            // A send that was cut off in the middle may have been told, and its caller not.
            AssertFails(TransportError.ConnectionReset, () => conn.TryReceive(new byte[1]));
            conn.Close();
        }
    }

    [Fact]
    public async Task One_read_and_one_send_may_wait_at_once()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var sending = Send(conn, new byte[BigSize], blocking: false);
            var wait = Wait(conn, blocking: false);
            peer.Send("x"u8);
            await wait.Within();
            Assert.Equal(1, await ReceiveAsync(conn, new byte[4]));
            Assert.False(sending.IsCompleted);
            wait = Wait(conn, blocking: false);
            conn.Abort();
            await AssertFailsAsync(TransportError.Aborted, sending);
            await AssertFailsAsync(TransportError.Aborted, wait);
            conn.Close();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_and_a_sender_that_go_on_at_once_do_not_wait_for_each_other(bool readerBlocks)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            using var otherWent = new ManualResetEventSlim();
            var sending = GoOnAsync(conn.SendAsync(new byte[BigSize]), !readerBlocks, otherWent);
            var reading = GoOnAsync(conn.WaitReadableAsync(), readerBlocks, otherWent);
            conn.Abort();
            Assert.True(await sending.Within());
            Assert.True(await reading.Within());
            conn.Close();
        }

        static async Task<bool> GoOnAsync(ValueTask wait, bool blocks, ManualResetEventSlim otherWent)
        {
            try
            {
                await wait.ConfigureAwait(false);
                return false;
            }
            catch (TransportException)
            {
                if (blocks) return otherWent.Wait(Patience.Bound);
                otherWent.Set();
                return true;
            }
        }
    }

    private static Task Send(Conn conn, byte[] data, bool blocking) =>
        blocking ? Patience.OnThread(() => conn.Send(data)) : SendAsync(conn, data);

    private static async Task SendAsync(Conn conn, byte[] data) => await conn.SendAsync(data);
}
