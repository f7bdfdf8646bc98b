using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class LargeAnswerTests
{
    private const int Megabyte = 1_000_000;
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static byte[] Pattern(int length)
    {
        var bytes = new byte[length];
        for (var index = 0; index < length; index++) bytes[index] = (byte)(index * 7 / 3);
        return bytes;
    }

    [Theory]
    [InlineData(false, 8 * Megabyte, true)]
    [InlineData(true, 8 * Megabyte, true)]
    [InlineData(false, 8 * Megabyte, false)]
    [InlineData(true, 8 * Megabyte, false)]
    [InlineData(false, 1000, false)]
    [InlineData(true, 1000, false)]
    [InlineData(true, 65_000, true)]
    public async Task Megabytes_reach_a_reader_with_small_buffers(bool isAsync, int pieceLength, bool isDeclared)
    {
        var body = Pattern(8 * Megabyte);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            if (isDeclared) w.Header.Set("Content-Length", $"{body.Length}");
            for (var start = 0; start < body.Length; start += pieceLength)
            {
                var piece = body.AsMemory(start, Math.Min(pieceLength, body.Length - start));
                if (isAsync) await w.WriteAsync(piece);
                else w.Write(piece.Span);
            }
        });
        var client = server.Connect(receiveBufferBytes: 16 * 1024);
        client.Send(Get + Get);
        Assert.True(body.AsSpan().SequenceEqual(client.Read().Body));
        Assert.True(body.AsSpan().SequenceEqual(client.Read().Body));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_writer_ahead_of_its_reader_waits_and_holds_little(bool isAsync)
    {
        var written = 0L;
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            var block = new byte[10_000];
            for (var index = 0; index < 3000; index++)
            {
                if (isAsync) await w.WriteAsync(block);
                else w.Write(block);
                Interlocked.Add(ref written, block.Length);
            }
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send(Get);
        // What it could write is in the kernel's buffers and in ours; it stops there, until something is read.
        var seen = -1L;
        Eventually.True(
            () =>
            {
                var now = Interlocked.Read(ref written);
                var isStill = now == seen && client.Available > 0;
                seen = now;
                if (!isStill) Thread.Sleep(50);
                return isStill;
            },
            "the writer never stopped");
        Assert.InRange(seen, 1, OperatingSystem.IsLinux() ? Megabyte : 20 * Megabyte);
        Assert.Equal(30 * Megabyte, client.Read().Body.Length);
    }

    [Fact]
    public async Task Many_small_answers_to_a_peer_that_does_not_read_hold_little_and_all_arrive()
    {
        var served = 0;
        await using var server = new ServerFixture((w, _) =>
        {
            Interlocked.Increment(ref served);
            w.Write(new byte[2000]);
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        const int count = 10_000;
        var sending = Task.Run(() =>
        {
            for (var index = 0; index < count; index++) client.Send(Get);
        });
        for (var index = 0; index < count; index++) Assert.Equal(2000, client.Read().Body.Length);
        await Eventually.Of(sending);
        Assert.Equal(count, served);
    }

    [Fact]
    public async Task Cancelling_a_write_ends_it_as_cancelled_and_cuts_the_connection()
    {
        var seen = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new CancellationTokenSource();
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            var write = w.WriteAsync(new byte[30 * Megabyte], source.Token);
            writing.SetResult();
            seen.SetResult(await Record.ExceptionAsync(async () => await write));
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send(Get);
        await Eventually.Of(writing.Task);
        await source.CancelAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await Eventually.Of(seen.Task));
        client.ExpectGone();
    }
}
