using System.Diagnostics;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class RequestLimitTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n";
    // Much longer than the client of a test needs for what it does within the limit.
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longer = TimeSpan.FromMilliseconds(600);

    [Theory]
    [InlineData(null, null, null, 10_000, 120_000)]
    [InlineData(0, 0, null, 10_000, 120_000)]
    [InlineData(0, 0, 3_000, 3_000, 3_000)]
    [InlineData(null, null, 3_000, 3_000, 120_000)]
    [InlineData(1_000, 2_000, 3_000, 1_000, 2_000)]
    [InlineData(5_000, 9_000, 3_000, 3_000, 9_000)]
    [InlineData(1_000, 2_000, 0, 1_000, 2_000)]
    [InlineData(1_000, 2_000, -1, 1_000, 2_000)]
    public void Limits_fall_back_as_documented(int? head, int? idle, int? read, long headMs, long idleMs)
    {
        var limits = new Server { ReadHeaderTimeout = Ms(head), IdleTimeout = Ms(idle), ReadTimeout = Ms(read) }.Limits;
        Assert.Equal(headMs, limits.HeadMs);
        Assert.Equal(idleMs, limits.IdleMs);
        Assert.Equal(read > 0 ? read.Value : 0L, limits.ReadMs);
        Assert.Equal(0, limits.WriteMs);
        Assert.Equal(read > 0, limits.HasRequestLimits);
    }

    [Fact]
    public void No_limit_is_said_explicitly()
    {
        var limits = new Server { ReadHeaderTimeout = Timeout.InfiniteTimeSpan, IdleTimeout = Timeout.InfiniteTimeSpan }.Limits;
        Assert.True(limits.HeadMs > 365L * 24 * 3600 * 1000);
        Assert.True(limits.IdleMs > 365L * 24 * 3600 * 1000);
    }

    [Fact]
    public void Numbers_below_zero_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MinBodyRate = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MaxConns = -1 });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_must_have_been_read_within_the_read_limit_however_it_drips(bool isAsync)
    {
        Exception? seen = null;
        await using var server = ServerFixture.Async(
            async (_, r) => seen = await Record.ExceptionAsync(async () =>
            {
                if (isAsync) await r.Body.CopyToAsync(Stream.Null);
                else ReadAll(r.Body);
            }),
            new ServerOptions { ReadTimeout = s_short });
        var client = server.Connect();
        var clock = Stopwatch.StartNew();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n");
        while (server.Server.ConnCount > 0 && clock.Elapsed < Eventually.Patience) client.SendWhileTaken("x"u8);
        client.ExpectGone();
        Eventually.True(() => seen is not null, "the read did not end");
        Assert.True(Assert.IsType<TransportException>(seen).IsTimeout);
    }

    [Fact]
    public async Task The_read_limit_counts_from_the_beginning_of_the_head()
    {
        await using var server = new ServerFixture((_, r) => ReadAll(r.Body), new ServerOptions { ReadTimeout = s_short });
        var client = server.Connect();
        client.Send(Post[..5]);
        client.ExpectGone();
        client = server.Connect();
        client.Send(Post);
        client.ExpectGone();
    }

    [Fact]
    public async Task The_read_limit_is_none_of_a_handler_that_does_not_read_nor_of_an_idle_connection()
    {
        using var go = new SemaphoreSlim(0);
        await using var server = new ServerFixture(
            (w, _) =>
            {
                go.Wait();
                w.Write("ok");
            },
            new ServerOptions { ReadTimeout = s_short, IdleTimeout = TimeSpan.FromSeconds(30) });
        var client = server.Connect();
        client.Send(Get);
        // Others run into the same limit meanwhile.
        var other = server.Connect();
        other.ExpectGone();
        go.Release();
        Assert.Equal("ok", client.Read().Text);
        server.Connect().ExpectGone();
        go.Release();
        client.Send(Get);
        Assert.Equal("ok", client.Read().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_after_the_write_limit_is_not_sent(bool flushes)
    {
        Exception? seen = null;
        await using var server = new ServerFixture(
            (w, _) =>
            {
                // As long as a connection without a request lives.
                Until(s_longer);
                seen = Record.Exception(() =>
                {
                    w.Write("late");
                    if (flushes) w.Flush();
                });
            },
            new ServerOptions { WriteTimeout = s_short });
        var client = server.Connect();
        client.Send(Get);
        client.ExpectEnd();
        if (flushes) Assert.True(Assert.IsType<TransportException>(seen).IsTimeout);
        else Assert.Null(seen);
    }

    [Fact]
    public async Task The_write_limit_counts_for_each_request_anew()
    {
        await using var server = new ServerFixture((w, _) => w.Write("ok"), new ServerOptions { WriteTimeout = s_short });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal("ok", client.Read().Text);
        Until(s_longer);
        client.Send(Get + Get);
        Assert.Equal("ok", client.Read().Text);
        Assert.Equal("ok", client.Read().Text);
        Until(s_longer);
        client.Send("nonsense\r\n\r\n");
        Assert.Equal(400, client.Read().Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_does_not_read_costs_the_answer_when_the_write_limit_has_passed(bool isAsync)
    {
        // More than the system's buffers of a connection hold.
        var block = new byte[16_000_000];
        Exception? seen = null;
        await using var server = ServerFixture.Async(
            async (w, _) => seen = await Record.ExceptionAsync(async () =>
            {
                if (isAsync) await w.WriteAsync(block);
                else w.Write(block);
            }),
            new ServerOptions { WriteTimeout = s_short });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send(Get);
        Eventually.True(() => seen is not null, "the write did not end");
        server.ExpectNoConn();
        Assert.True(Assert.IsType<TransportException>(seen).IsTimeout);
    }

    [Fact]
    public async Task A_handlers_own_limits_replace_the_servers()
    {
        await using var server = new ServerFixture(
            (w, r) =>
            {
                var controller = new ResponseController(w);
                controller.SetReadDeadline(null);
                controller.SetWriteDeadline(DateTimeOffset.UtcNow.AddSeconds(30));
                Until(s_longer);
                ReadAll(r.Body);
                w.Write("ok");
            },
            new ServerOptions { ReadTimeout = s_short, WriteTimeout = s_short });
        var client = server.Connect();
        client.Send(Post);
        Until(s_longer);
        client.Send("0123456789");
        Assert.Equal("ok", client.Read().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handlers_own_limit_of_reading_holds_also_while_a_read_waits(bool isEarlier)
    {
        Exception? seen = null;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var controller = new ResponseController(w);
            if (isEarlier) controller.SetReadDeadline(DateTimeOffset.UtcNow.AddMinutes(1));
            var reading = r.Body.ReadAsync(new byte[1]);
            Assert.False(reading.IsCompleted);
            controller.SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
            seen = await Record.ExceptionAsync(async () => await reading);
        });
        var client = server.Connect();
        client.Send(Post);
        client.ExpectGone();
        Eventually.True(() => seen is not null, "the read did not end");
        Assert.True(Assert.IsType<TransportException>(seen).IsTimeout);
    }

    [Fact]
    public async Task A_handlers_limits_are_not_the_next_requests()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Method == "POST") new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow + s_short);
            if (r.Method == "POST") new ResponseController(w).SetWriteDeadline(DateTimeOffset.UtcNow.AddSeconds(20));
            w.Write($"{ReadAll(r.Body)}");
        });
        var client = server.Connect();
        client.Send(Post + "0123456789");
        Assert.Equal("10", client.Read().Text);
        Until(s_longer);
        client.Send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
        Until(s_longer);
        client.Send("x");
        Assert.Equal("1", client.Read().Text);
    }

    [Fact]
    public void A_wait_ends_by_pace_or_by_the_instant_that_is_earlier()
    {
        var limit = new WaitLimit();
        Assert.Equal(WaitLimit.Never, limit.WaitEnd);
        limit.BeginWait(1_000);
        Assert.Equal(6_000, limit.WaitEnd);
        limit.EndWait(1_000);
        limit.Set(4_000, isHandlers: false);
        limit.BeginWait(1_000);
        Assert.Equal(4_000, limit.WaitEnd);
        limit.EndWait(1_000);
        Assert.False(limit.IsOver(3_999));
        Assert.True(limit.IsOver(4_000));
    }

    [Fact]
    public void A_handlers_instant_stands_in_place_of_the_pace()
    {
        var limit = new WaitLimit();
        limit.Set(60_000, isHandlers: true);
        limit.BeginWait(1_000);
        Assert.Equal(60_000, limit.WaitEnd);
        limit.Set(0, isHandlers: true);
        Assert.Equal(WaitLimit.Never, limit.WaitEnd);
        limit.Set(2_000, isHandlers: true);
        Assert.Equal(2_000, limit.WaitEnd);
    }

    // Time has to pass: nothing else can be waited for.
    private static void Until(TimeSpan span) => SpinWait.SpinUntil(static () => false, span);

    private static int ReadAll(Body body)
    {
        var buffer = new byte[4096];
        var total = 0;
        for (int count; (count = body.Read(buffer)) > 0;) total += count;
        return total;
    }

    private static TimeSpan? Ms(int? milliseconds) => milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
}
