using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class SuspendedHandlerTests
{
    private static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task Handlers_that_complete_on_the_thread_pool_are_answered_in_order()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var path = r.Path;
            await Task.Run(() => w.Write(path));
        });
        var clients = Enumerable.Range(0, 10).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(string.Concat(Enumerable.Range(0, 20).Select(index => Get($"/{index}"))));
        foreach (var client in clients)
            for (var index = 0; index < 20; index++) Assert.Equal($"/{index}", client.Read().Text);
    }

    [Fact]
    public async Task A_storm_of_yields_is_survived()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            for (var round = 0; round < 50; round++) await Task.Yield();
            w.Write(r.Path);
            for (var round = 0; round < 50; round++) await Task.Yield();
        });
        var clients = Enumerable.Range(0, 10).Select(_ => server.Connect()).ToList();
        for (var round = 0; round < 10; round++)
        {
            foreach (var client in clients) client.Send(Get("/a") + Get("/b"));
            foreach (var client in clients)
            {
                Assert.Equal("/a", client.Read().Text);
                Assert.Equal("/b", client.Read().Text);
            }
        }
    }

    [Fact]
    public async Task Finished_answers_leave_at_once_when_a_handler_behind_them_suspends()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            if (r.Path == "/slow") await go.Task;
            w.Write(r.Path);
            Interlocked.Decrement(ref running);
        });
        var client = server.Connect();
        client.Send(Get("/1") + Get("/2") + Get("/slow") + Get("/4") + Get("/5"));
        Assert.Equal("/1", client.Read().Text);
        Assert.Equal("/2", client.Read().Text);
        Assert.True(client.HasNothing);
        go.SetResult();
        Assert.Equal("/slow", client.Read().Text);
        Assert.Equal("/4", client.Read().Text);
        Assert.Equal("/5", client.Read().Text);
    }

    [Fact]
    public async Task A_request_that_arrives_while_a_handler_is_suspended_is_served_after_it()
    {
        var go = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            await go.WaitAsync();
            w.Write(r.Path);
        });
        var client = server.Connect();
        for (var round = 0; round < 200; round++)
        {
            client.Send(Get("/1"));
            // The second request's edge and the first one's completion meet in every order.
            if (round % 2 == 0) go.Release(2);
            client.Send(Get("/2"));
            if (round % 2 != 0) go.Release(2);
            Assert.Equal("/1", client.Read().Text);
            Assert.Equal("/2", client.Read().Text);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_half_closed_peer_gets_its_answers(bool isAsync)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (isAsync) await Task.Yield();
            w.Write(r.Path);
        });
        for (var round = 0; round < 20; round++)
        {
            var client = server.Connect();
            client.Send(Get("/1") + Get("/2") + Get("/3"));
            client.EndSending();
            for (var index = 1; index <= 3; index++) Assert.Equal($"/{index}", client.Read().Text);
            client.ExpectEnd();
        }
    }

    [Fact]
    public async Task A_peer_that_resets_at_any_point_leaves_nothing_behind()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var body = await r.Body.ReadAllBytesAsync();
            await Task.Yield();
            w.Write(body);
            await w.FlushAsync();
            w.Write(body);
        });
        var request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\nExpect: 100-continue\r\n\r\n01234567890123456789" + Get("/");
        for (var length = 0; length <= request.Length; length++)
        {
            using var client = new RawClient(server.Address, 0);
            client.Send(request[..length]);
            client.Reset();
        }

        server.ExpectNoConn();
        Assert.Equal(200, server.Ask(Get("/")).Status);
    }

    [Fact]
    public async Task A_peer_that_resets_while_it_is_sent_an_endless_answer_ends_the_handler()
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            var block = new byte[100_000];
            ended.SetResult(await Record.ExceptionAsync(async () =>
            {
                while (true) await w.WriteAsync(block);
            }));
        });
        var client = server.Connect();
        client.Send(Get("/"));
        client.ReceiveOnce();
        client.Reset();
        Assert.IsType<TransportException>(await Eventually.Of(ended.Task));
        server.ExpectNoConn();
    }

    [Fact]
    public async Task A_handler_may_complete_on_the_thread_that_lets_it_go()
    {
        TaskCompletionSource? go = null;
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            // Its continuations run inside SetResult.
            var mine = new TaskCompletionSource();
            Volatile.Write(ref go, mine);
            await mine.Task;
            w.Write(new string('x', 10_000));
            w.Flush();
        });
        var client = server.Connect();
        for (var round = 0; round < 100; round++)
        {
            client.Send(Get("/"));
            Eventually.True(() => Volatile.Read(ref go) is not null, "the handler was not called");
            var mine = go!;
            go = null;
            mine.SetResult();
            Assert.Equal(10_000, client.Read().Body.Length);
        }
    }

    [Fact]
    public async Task A_body_read_without_a_thread_and_an_answer_streamed_meanwhile_do_not_disturb_each_other()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var buffer = new byte[1000];
            for (int count; (count = await r.Body.ReadAsync(buffer)) > 0;) w.Write(buffer.AsSpan(0, count));
        });
        var clients = Enumerable.Range(0, 8).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n");
        for (var piece = 0; piece < 10; piece++)
            foreach (var client in clients) client.Send(Encoding.ASCII.GetBytes(new string((char)('0' + piece), 10)));
        var expected = string.Concat(Enumerable.Range(0, 10).Select(piece => new string((char)('0' + piece), 10)));
        foreach (var client in clients) Assert.Equal(expected, client.Read().Text);
    }
}
