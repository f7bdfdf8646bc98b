using System.Net.Sockets;
using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public abstract partial class ConnContractTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_gives_its_prefix_then_what_arrives_then_the_end(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        await using (var stream = new ConnStream(conn, "pre"u8))
        {
            var buffer = new byte[8];
            Assert.Equal(0, await ReadOnce(stream, Array.Empty<byte>(), blocking));
            Assert.Equal(2, await ReadOnce(stream, buffer.AsMemory(0, 2), blocking));
            Assert.Equal(1, await ReadOnce(stream, buffer.AsMemory(2), blocking));
            Assert.Equal("pre"u8, buffer.AsSpan(0, 3));
            for (var round = 0; round < 50; round++)
            {
                var reading = ReadOnce(stream, buffer, blocking);
                peer.Send("x"u8);
                Assert.Equal(1, await reading.Within());
            }

            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await ReadOnce(stream, buffer, blocking).Within());
            stream.Write("after"u8);
            Assert.Equal("after", ReadText(peer, 5));
            stream.ShutdownSend();
            Assert.Equal(0, peer.Receive(buffer));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_reads_and_writes_at_once(bool blocking)
    {
        const int Size = 4 * 1024 * 1024;
        var (conn, peer) = await DialAsync();
        using (peer)
        await using (var stream = new ConnStream(conn))
        {
            var data = new byte[Size];
            new Random(4).NextBytes(data);
            var echo = Patience.OnThread(() =>
            {
                var buffer = new byte[64 * 1024];
                for (var left = Size; left > 0;)
                {
                    var count = peer.Receive(buffer);
                    Assert.NotEqual(0, count);
                    peer.Send(buffer.AsSpan(0, count));
                    left -= count;
                }
            });
            var writing = blocking ? Patience.OnThread(() => stream.Write(data)) : stream.WriteAsync(data).AsTask();
            var received = new byte[Size];
            if (blocking) await Patience.OnThread(() => stream.ReadExactly(received)).Within();
            else await stream.ReadExactlyAsync(received).Within();
            await writing.Within();
            await echo.Within();
            Assert.True(received.AsSpan().SequenceEqual(data));
        }
    }

    [Fact]
    public async Task A_cancelled_read_of_a_stream_ends_as_cancelled()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        await using (var stream = new ConnStream(conn))
        {
            using var cancel = new CancellationTokenSource();
            var reading = stream.ReadAsync(new byte[1], cancel.Token).AsTask();
            var writing = stream.WriteAsync(new byte[BigSize], cancel.Token).AsTask();
            cancel.Cancel();
            var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(reading.Within);
            Assert.Equal(cancel.Token, cancelled.CancellationToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(writing.Within);
            Assert.Throws<TransportException>(() => stream.Write("x"u8));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.ReadAsync(new byte[1], cancel.Token).AsTask());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_a_stream_ends_its_waits_and_the_last_one_closes(bool blocking)
    {
        for (var round = 0; round < 100; round++)
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                var stream = new ConnStream(conn);
                var reading = ReadOnce(stream, new byte[1], blocking);
                var writing = round % 2 == 0 ? Task.CompletedTask : WriteAll(stream, new byte[BigSize], blocking);
                stream.Dispose();
                stream.Dispose();
                // A read that had not begun yet finds the stream disposed.
                await Assert.ThrowsAnyAsync<Exception>(reading.Within);
                if (round % 2 != 0) await Assert.ThrowsAnyAsync<Exception>(writing.Within);
                Assert.Throws<ObjectDisposedException>(() => stream.Read(new byte[1]));
                Assert.Throws<ObjectDisposedException>(() => stream.Write("x"u8));
                Assert.Throws<ObjectDisposedException>(() => { _ = stream.ReadAsync(new byte[1]); });
                Assert.False(stream.CanRead);
                Assert.True(SeesEnd(peer));
            }
        }
    }

    [Fact]
    public async Task A_stream_over_a_served_connection_works_outside_of_turns()
    {
        var drivers = new List<ScriptedDriver>();
        // Set once the echo has begun; it may run to its end without one suspension.
        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = Listen(conn => Add(drivers, new ScriptedDriver(_ =>
        {
            var first = new byte[4];
            var count = conn.TryReceive(first);
            if (count == Conn.WouldBlock) return TurnEnd.Quiet;
            begun.SetResult(EchoAsync(new ConnStream(conn, first.AsSpan(0, count))));
            return TurnEnd.Suspended;
        })));
        using (var peer = Connect(listener.LocalEndPoint))
        {
            for (var round = 0; round < 200; round++)
            {
                peer.Send("question"u8);
                Assert.Equal("question", ReadText(peer, 8));
            }

            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, peer.Receive(new byte[1]));
        }

        await (await begun.Task.Within()).Within();
        await listener.StopAsync().Within();
        AssertSound(drivers);

        static async Task EchoAsync(Stream stream)
        {
            var buffer = new byte[64];
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0) await stream.WriteAsync(buffer.AsMemory(0, count));
            await stream.DisposeAsync();
        }
    }

    // The end of what was sent, or a reset when a write was cut off.
    private static bool SeesEnd(Peer peer)
    {
        var buffer = new byte[1024 * 1024];
        try
        {
            while (peer.Receive(buffer) > 0)
            {
            }

            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private static Task<int> ReadOnce(Stream stream, Memory<byte> buffer, bool blocking) => blocking
        ? Task.Factory.StartNew(
            () => stream.Read(buffer.Span), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : stream.ReadAsync(buffer).AsTask();

    private static Task WriteAll(Stream stream, byte[] data, bool blocking) =>
        blocking ? Patience.OnThread(() => stream.Write(data)) : stream.WriteAsync(data).AsTask();

    [Fact]
    public async Task A_second_wait_in_one_direction_is_refused_and_the_first_goes_on()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            for (var round = 0; round < 20; round++)
            {
                var first = conn.WaitReadableAsync().AsTask();
                for (var more = 0; more < 3; more++)
                    await Assert.ThrowsAsync<InvalidOperationException>(async () => await conn.WaitReadableAsync());
                Assert.False(first.IsCompleted);
                peer.Send("x"u8);
                await first.Within();
                Assert.Equal(1, await ReceiveAsync(conn, new byte[4]));
            }

            conn.Close();
        }
    }

    [Fact]
    public async Task A_second_read_of_a_stream_is_refused_at_its_caller_and_the_first_gets_the_data()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        await using (var stream = new ConnStream(conn))
        {
            var first = stream.ReadAsync(new byte[8]).AsTask();
            for (var more = 0; more < 3; more++)
            {
                Assert.Throws<InvalidOperationException>(() => { _ = stream.ReadAsync(new byte[8]); });
                Assert.Throws<InvalidOperationException>(() => { _ = stream.Read(new byte[8], 0, 8); });
            }

            peer.Send("one"u8);
            Assert.Equal(3, await first.Within());
            peer.Send("two"u8);
            Assert.Equal(3, await stream.ReadAsync(new byte[8]).AsTask().Within());
        }
    }

    [Fact]
    public async Task Four_writes_at_once_are_one_write_and_three_refusals()
    {
        const int Size = 16 * 1024 * 1024;
        var (conn, peer) = await DialAsync();
        using (peer)
        await using (var stream = new ConnStream(conn))
        {
            var first = stream.WriteAsync(new byte[Size]).AsTask();
            Assert.False(first.IsCompleted);
            for (var more = 0; more < 3; more++)
                Assert.Throws<InvalidOperationException>(() => { _ = stream.WriteAsync("no"u8.ToArray()); });
            Assert.Throws<InvalidOperationException>(() => stream.Write("no"u8));
            Assert.Throws<InvalidOperationException>(stream.ShutdownSend);
            var buffer = new byte[64 * 1024];
            for (var left = Size; left > 0;)
            {
                var count = await Task.Run(() => peer.Receive(buffer)).Within();
                Assert.Equal(-1, buffer.AsSpan(0, count).IndexOf((byte)'n'));
                left -= count;
            }

            await first.Within();
            await stream.WriteAsync("yes"u8.ToArray());
            Assert.Equal("yes", ReadText(peer, 3));
        }
    }

    // A descriptor that is closed by its last use: uses of many threads, most of them refused, and a Dispose in the middle.
    [Fact]
    public async Task Refused_uses_of_a_stream_end_with_its_dispose()
    {
        for (var round = 0; round < 20; round++)
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                var stream = new ConnStream(conn);
                var uses = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
                {
                    while (true)
                    {
                        try
                        {
                            if (await stream.ReadAsync(new byte[1]) == 0) return;
                        }
                        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
                        {
                            await Task.Yield();
                        }
                        catch (Exception e) when (e is ObjectDisposedException or TransportException)
                        {
                            return;
                        }
                    }
                })).ToArray();
                peer.Send("abc"u8);
                await stream.DisposeAsync();
                await Task.WhenAll(uses).Within();
            }
        }
    }
}
