using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.Serving;

/// <summary>
/// Handlers that hold their threads. Nothing here is measured: what must not wait is answered while the others are still held.
/// </summary>
[Collection(ServerCollection.Name)]
public class BlockingHandlerTests
{
    // The portable back end's threads are the thread pool's, which adds one now and then.
    private static readonly bool s_hasMonitor = IoBackends.Default is EpollBackend;

    private static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n";

    public static TheoryData<string> WaysToBlock => ["/lock", "/sleep", "/task", "/spin"];

    [Fact]
    public async Task Two_hundred_handlers_that_block_hold_up_nobody_else()
    {
        var count = s_hasMonitor ? 200 : 4;
        using var gate = new Gate();
        await using var server = new ServerFixture(gate.Serve);
        var pinger = server.Connect();
        var clients = Enumerable.Range(0, count).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(Get("/lock"));
        Eventually.True(() => AskPing(pinger) && gate.Held == count, () => $"{gate.Held} of {count} handlers run");
        for (var round = 0; round < 100; round++) Assert.True(AskPing(pinger));
        Assert.True(AskPing(server.Connect()));
        gate.Open();
        foreach (var client in clients) Assert.Equal("/lock", client.Read().Text);
    }

    [Fact]
    public async Task Handlers_that_compute_on_every_processor_hold_up_nobody_else()
    {
        var count = s_hasMonitor ? 8 : 1;
        using var gate = new Gate();
        await using var server = new ServerFixture(gate.Serve);
        var pinger = server.Connect();
        var clients = Enumerable.Range(0, count).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(Get("/spin"));
        Eventually.True(() => AskPing(pinger) && gate.Held == count, () => $"{gate.Held} of {count} handlers run");
        for (var round = 0; round < 20; round++) Assert.True(AskPing(pinger));
        gate.Open();
        foreach (var client in clients) Assert.Equal("/spin", client.Read().Text);
    }

    // The answers arrive while the handler behind them is held, so they did not wait for it.
    [Theory]
    [MemberData(nameof(WaysToBlock))]
    public async Task Finished_answers_leave_at_once_when_a_handler_behind_them_blocks(string way)
    {
        if (!s_hasMonitor) return; // docs/ARCHITECTURE.md: there they leave when it returns
        for (var round = 0; round < 10; round++)
        {
            using var gate = new Gate();
            await using var server = new ServerFixture(gate.Serve);
            var client = server.Connect();
            client.Send(Get("/ping") + Get("/ping") + Get(way) + Get("/ping"));
            for (var index = 0; index < 2; index++) Assert.Equal("/ping", client.Read().Text);
            Eventually.True(() => gate.Held == 1, "the handler does not run");
            Assert.True(client.HasNothing);
            gate.Open();
            Assert.Equal(way, client.Read().Text);
            Assert.Equal("/ping", client.Read().Text);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_sends_a_body_only_after_the_answers_ahead_of_it_gets_them(bool isAsync)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var buffer = new byte[100];
            var count = isAsync ? await r.Body.ReadAsync(buffer) : r.Body.Read(buffer);
            w.Write($"{r.Path} {count}");
        });
        var client = server.Connect();
        for (var round = 0; round < 20; round++)
        {
            client.Send(Get("/1") + "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
            Assert.Equal("/1 0", client.Read().Text);
            client.Send("abc");
            Assert.Equal("/2 3", client.Read().Text);
        }
    }

    [Fact]
    public async Task Handlers_that_wait_for_bodies_with_their_threads_hold_up_nobody_else()
    {
        var count = s_hasMonitor ? 100 : 4;
        var waiting = 0;
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Path == "/body") Interlocked.Increment(ref waiting);
            w.Write($"{r.Body.Read(new byte[100])}");
        });
        var pinger = server.Connect();
        var clients = Enumerable.Range(0, count).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send("POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
        Eventually.True(() => AskPing(pinger, "0") && Volatile.Read(ref waiting) == count, () => $"{waiting} of {count} handlers run");
        Assert.True(AskPing(pinger, "0"));
        foreach (var client in clients) client.Send("abc");
        foreach (var client in clients) Assert.Equal("3", client.Read().Text);
    }

    // The next request runs on a thread that leads, not on the one that completed the handler before, and may hold it.
    [Fact]
    public async Task A_request_behind_a_handler_that_completes_on_the_thread_pool_may_block()
    {
        using var gate = new Gate();
        var wasLed = new List<bool>();
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Path == "/async")
            {
                await Task.Yield();
                if (s_hasMonitor) Assert.Null(Leader.Current);
            }
            else
            {
                lock (wasLed) wasLed.Add(Leader.Current is not null);
            }

            gate.Serve(w, r);
        });
        var clients = Enumerable.Range(0, s_hasMonitor ? 20 : 3).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(Get("/async") + Get("/async") + Get("/lock"));
        foreach (var client in clients)
        {
            Assert.Equal("/async", client.Read().Text);
            Assert.Equal("/async", client.Read().Text);
        }

        Eventually.True(() => gate.Held == clients.Count, () => $"{gate.Held} of {clients.Count} handlers run");
        Assert.True(AskPing(server.Connect()));
        gate.Open();
        foreach (var client in clients) Assert.Equal("/lock", client.Read().Text);
        if (s_hasMonitor) Assert.DoesNotContain(false, wasLed);
    }

    private static bool AskPing(RawClient client, string answer = "/ping")
    {
        client.Send(Get("/ping"));
        return client.Read().Text == answer;
    }

    /// <summary>What handlers are held by until it opens.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _opened = new();
        private readonly TaskCompletionSource _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _held;

        internal int Held => Volatile.Read(ref _held);

        internal void Open()
        {
            _task.SetResult();
            _opened.Set();
        }

        internal void Serve(ResponseWriter w, Request r)
        {
            var path = r.Path;
            if (path is not ("/ping" or "/async")) Interlocked.Increment(ref _held);
            switch (path)
            {
                case "/lock":
                    _opened.Wait();
                    break;
                case "/sleep":
                    while (!_opened.IsSet) Thread.Sleep(1);
                    break;
                case "/task":
                    _task.Task.Wait();
                    break;
                case "/spin":
                    while (!_opened.IsSet) Thread.SpinWait(20);
                    break;
            }

            w.Write(path);
        }

        public void Dispose() => _opened.Dispose();
    }
}
