using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class PeerGoneTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData("close", false)]
    [InlineData("close", true)]
    [InlineData("reset", false)]
    [InlineData("reset", true)]
    [InlineData("half", false)]
    [InlineData("half", true)]
    public async Task A_request_is_cancelled_when_its_peer_goes_away(string how, bool blocks)
    {
        using var begun = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var token = r.Context.CancellationToken;
            begun.Release();
            if (blocks) Assert.True(token.WaitHandle.WaitOne(Eventually.Patience));
            else await Cancelled(token);
            ended.Release();
            w.Write("too late");
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        Assert.False(await ended.WaitAsync(0));
        if (how == "reset") client.Reset();
        else if (how == "close") client.Dispose();
        else client.EndSending();
        Assert.True(await ended.WaitAsync(Eventually.Patience), "the request was not cancelled");
        // Whoever ended its own side only still gets the answer.
        if (how == "half") Assert.Equal("too late", client.Read().Text);
    }

    [Fact]
    public async Task A_peer_that_was_gone_before_the_token_was_asked_for_is_noticed()
    {
        using var go = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            await go.WaitAsync();
            await Cancelled(r.Context.CancellationToken);
            ended.Release();
        });
        var client = server.Connect();
        client.Send(Get);
        client.Dispose();
        go.Release();
        Assert.True(await ended.WaitAsync(Eventually.Patience), "the request was not cancelled");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Detection_begins_at_the_end_of_the_body(bool asksBefore)
    {
        using var begun = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            var token = asksBefore ? r.Context.CancellationToken : default;
            Assert.Equal("0123456789", await r.Body.ReadAllTextAsync());
            token = r.Context.CancellationToken;
            Assert.False(token.IsCancellationRequested);
            begun.Release();
            await Cancelled(token);
            ended.Release();
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234");
        client.Send("56789");
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        client.Dispose();
        Assert.True(await ended.WaitAsync(Eventually.Patience), "the request was not cancelled");
    }

    [Fact]
    public async Task A_departure_after_a_body_is_detected_every_time()
    {
        using var begun = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            var token = r.Context.CancellationToken;
            Assert.Equal("0123456789", await r.Body.ReadAllTextAsync());
            begun.Release();
            await Cancelled(token);
            ended.Release();
        });
        for (var round = 0; round < 300; round++)
        {
            var client = server.Connect();
            client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234");
            client.Send("56789");
            Assert.True(await begun.WaitAsync(Eventually.Patience));
            client.Dispose();
            Assert.True(await ended.WaitAsync(Eventually.Patience), "the request was not cancelled");
        }
    }

    [Fact]
    public async Task Bytes_of_the_next_request_are_neither_lost_nor_taken_for_an_end()
    {
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var cancelled = 0;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var token = r.Context.CancellationToken;
            begun.Release();
            await go.WaitAsync();
            if (token.IsCancellationRequested) Interlocked.Increment(ref cancelled);
            w.Write(r.Path);
        });
        var client = server.Connect();
        for (var round = 0; round < 20; round++)
        {
            client.Send(Get);
            Assert.True(await begun.WaitAsync(Eventually.Patience));
            client.Send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
            go.Release(2);
            Assert.Equal("/", client.Read().Text);
            Assert.True(await begun.WaitAsync(Eventually.Patience));
            Assert.Equal("/next", client.Read().Text);
        }

        Assert.Equal(0, cancelled);
    }

    [Fact]
    public async Task A_request_is_cancelled_when_its_handler_completes_and_when_the_server_is_closed()
    {
        var token = default(CancellationToken);
        using var begun = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            token = r.Context.CancellationToken;
            if (r.Path == "/") return;
            begun.Release();
            await Cancelled(token);
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal(200, client.Read().Status);
        Eventually.True(() => token.IsCancellationRequested, "it was not cancelled at the end");
        client.Send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        server.Server.Close();
        server.ExpectNoConn();
        Assert.True(token.IsCancellationRequested);
    }

    // The peer of a request whose body has not been read to its end is not watched.
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234", false)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", false)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n01234GET /next HTTP/1.1\r\n", false)]
    public async Task A_request_is_cancelled_when_the_server_is_closed_whatever_of_it_is_unread(string request, bool asksAfter)
    {
        using var begun = new SemaphoreSlim(0);
        using var closed = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            var token = asksAfter ? default : r.Context.CancellationToken;
            begun.Release();
            await closed.WaitAsync();
            await Cancelled(asksAfter ? r.Context.CancellationToken : token);
            ended.Release();
        });
        server.Connect().Send(request);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        server.Server.Close();
        closed.Release();
        Assert.True(await ended.WaitAsync(Eventually.Patience), "the request was not cancelled");
        await Eventually.Of(server.Server.ShutdownAsync());
    }

    [Fact]
    public async Task A_write_that_fails_cancels_the_request()
    {
        var isCancelled = false;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var token = r.Context.CancellationToken;
            var block = new byte[64 * 1024];
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                while (true) await w.WriteAsync(block);
            });
            await Cancelled(token);
            isCancelled = true;
        });
        var client = server.Connect();
        client.Send(Get);
        client.ReceiveOnce();
        client.Reset();
        server.ExpectNoConn();
        Eventually.True(() => Volatile.Read(ref isCancelled), "it was not cancelled");
    }

    [Fact]
    public async Task What_is_registered_with_the_token_may_fail()
    {
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            r.Context.CancellationToken.Register(() => throw new InvalidOperationException("on purpose"));
            begun.Release();
            await go.WaitAsync();
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        client.Dispose();
        server.TakeLog("on purpose");
        go.Release();
    }

    [Fact]
    public async Task Peers_that_go_away_at_any_moment_leave_nothing_behind()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var token = r.Context.CancellationToken;
            if (r.Path == "/wait") await Cancelled(token);
            w.Write("x");
        });
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var client = server.Connect();
            client.Send(round % 3 == 0 ? Get : "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            if (round % 2 == 0) Thread.SpinWait(random.Next(20_000));
            if (round % 5 == 0) client.Reset();
            else client.Dispose();
        }

        server.ExpectNoConn();
    }

    private static async Task Cancelled(CancellationToken token)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), source);
        await source.Task.WaitAsync(Eventually.Patience);
    }
}
