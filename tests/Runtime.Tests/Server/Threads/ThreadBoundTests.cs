using RouteGen;
using RouteGen.IO;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Serving;

/// <summary>What happens when as many handlers block as there may be threads. (The portable back end has no threads of its own.)</summary>
[Collection(ServerCollection.Name)]
public class ThreadBoundTests
{
    private const int SpareThreads = 3;

    // More than one reactor may have ahead of another, so that each has some.
    private const int Waiting = 60;

    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(400);

    private const string Put = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";

    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public Task At_the_bound_requests_wait_for_a_thread_and_every_one_is_answered() => AtBoundAsync(static async threadsMax =>
    {
        var held = 0;
        using var gate = new SemaphoreSlim(0);
        await using var server = new ServerFixture((w, _) =>
        {
            Interlocked.Increment(ref held);
            gate.Wait();
            w.Write("x");
        });
        var clients = Enumerable.Range(0, threadsMax + Waiting).Select(_ => server.Connect()).ToList();
        using var opened = new Releaser(gate);
        foreach (var client in clients) client.Send(Get);
        Eventually.True(() => Volatile.Read(ref held) == threadsMax, () => $"{held} of {threadsMax} handlers run");
        // Every thread is held. One that is let go serves another that waits, whichever reactor it is on.
        gate.Release();
        Eventually.True(() => Volatile.Read(ref held) == threadsMax + 1, () => $"{held} handlers have begun after one went");
        Assert.Equal(threadsMax, LeaderPool.ThreadCount);
        gate.Release(clients.Count);
        foreach (var client in clients) Assert.Equal("x", client.Read().Text);
        Assert.Equal("x", AskReleased(server, gate));
    });

    // The awaited bytes are events of the reactors whose leaders wait.
    [Fact]
    public Task At_the_bound_handlers_that_wait_for_their_bodies_get_them() => AtBoundAsync(static async threadsMax =>
    {
        var held = 0;
        await using var server = new ServerFixture((w, r) =>
        {
            Interlocked.Increment(ref held);
            w.Write(r.Body.ReadAllText());
        });
        var clients = Enumerable.Range(0, threadsMax + Waiting).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
        Eventually.True(() => Volatile.Read(ref held) == threadsMax, () => $"{held} of {threadsMax} handlers run");
        foreach (var client in clients) client.Send("x");
        foreach (var client in clients) Assert.Equal("x", client.Read().Text);
    });

    [Fact]
    public Task At_the_bound_bodies_that_never_come_end_at_their_limit() => AtBoundAsync(static async threadsMax =>
    {
        await using var server = new ServerFixture(
            static (w, r) =>
            {
                new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
                w.Write(r.Body.ReadAllText());
            });
        var clients = Enumerable.Range(0, threadsMax + Waiting).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
        foreach (var client in clients) Assert.Equal(408, client.Read().Status);
    });

    // As before, with the connections of a client.
    [Fact]
    public Task At_the_bound_handlers_that_wait_for_a_backend_get_its_responses() => AtBoundAsync(static async threadsMax =>
    {
        var held = 0;
        var allWait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await allWait.Task.WaitAsync(Wait.Limit);
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        });
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        await using var server = new ServerFixture((w, _) =>
        {
            Interlocked.Increment(ref held);
            using var response = client.Get(backend.Url);
            w.Write(response.Body.ReadAllText());
        });
        var peers = Enumerable.Range(0, threadsMax + Waiting).Select(_ => server.Connect()).ToList();
        foreach (var peer in peers) peer.Send(Get);
        Eventually.True(() => Volatile.Read(ref held) == threadsMax, () => $"{held} of {threadsMax} handlers run");
        allWait.SetResult();
        foreach (var peer in peers) Assert.Equal("x", peer.Read().Text);
    });

    // What the limit is for has arrived; only the thread is missing.
    [Fact]
    public Task At_the_bound_a_request_that_came_in_time_is_not_closed_by_the_idle_time() => AtBoundAsync(static async threadsMax =>
    {
        var held = 0;
        using var gate = new SemaphoreSlim(0);
        await using var server = new ServerFixture(
            (w, r) =>
            {
                if (r.Method == "PUT")
                {
                    Interlocked.Increment(ref held);
                    gate.Wait();
                }

                w.Write("x");
            },
            new ServerOptions { IdleTimeout = s_idle });
        using var opened = new Releaser(gate);
        var late = Enumerable.Range(0, Waiting).Select(_ => server.Connect()).ToList();
        foreach (var client in late)
        {
            client.Send(Get);
            Assert.Equal("x", client.Read().Text);
        }

        var holders = Enumerable.Range(0, threadsMax + Waiting).Select(_ => server.Connect()).ToList();
        foreach (var client in holders) client.Send(Put);
        Eventually.True(() => Volatile.Read(ref held) == threadsMax, () => $"{held} of {threadsMax} handlers run");
        foreach (var client in late) client.Send(Get);
        // The connections that idle for as long as these are closed, so their time has passed.
        await Task.Delay(s_idle * 2);
        gate.Release(holders.Count);
        foreach (var client in late) Assert.Equal("x", client.Read().Text);
        foreach (var client in holders) Assert.Equal("x", client.Read().Text);
    });

    // Threads that become free are for the reactors that have requests, not for those that have none.
    [Fact]
    public Task At_the_bound_a_free_thread_goes_where_a_request_waits() => AtBoundAsync(static async threadsMax =>
    {
        if (EpollBackend.Instance.Reactors.Length < 2) return;
        var held = 0;
        using var gate = new SemaphoreSlim(0);
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Method == "PUT")
            {
                Interlocked.Increment(ref held);
                gate.Wait();
            }

            w.Write("x");
        });
        using var opened = new Releaser(gate);
        var clients = Enumerable.Range(0, Waiting).Select(_ => server.Connect()).ToList();
        foreach (var client in clients)
        {
            client.Send(Get);
            Assert.Equal("x", client.Read().Text);
        }

        // Each reactor has some of the connections, and every thread is held.
        var holders = Enumerable.Range(0, threadsMax + Waiting).Select(_ => server.Connect()).ToList();
        foreach (var client in holders) client.Send(Put);
        Eventually.True(() => Volatile.Read(ref held) == threadsMax, () => $"{held} of {threadsMax} handlers run");
        gate.Release(Waiting);
        Eventually.True(() => Volatile.Read(ref held) == holders.Count, () => $"{held} of {holders.Count} handlers have begun");
        // No request waits now. Each of these, wherever its connection is, needs the one thread that a release frees.
        foreach (var client in clients)
        {
            client.Send(Get);
            gate.Release();
            Assert.Equal("x", client.Read().Text);
            var expected = Volatile.Read(ref held) + 1;
            client.Send(Put);
            Eventually.True(() => Volatile.Read(ref held) == expected, () => $"{held} of {expected} handlers have begun");
        }

        gate.Release(clients.Count + holders.Count);
        foreach (var client in clients) Assert.Equal("x", client.Read().Text);
        foreach (var client in holders) Assert.Equal("x", client.Read().Text);
    });

    private static async Task AtBoundAsync(Func<int, Task> run)
    {
        if (IoBackends.Default is not EpollBackend) return;
        var usualMax = LeaderPool.ThreadsMax;
        var threadsMax = LeaderPool.ThreadCount + SpareThreads;
        LeaderPool.ThreadsMax = threadsMax;
        try
        {
            await run(threadsMax);
        }
        finally
        {
            LeaderPool.ThreadsMax = usualMax;
        }
    }

    /// <summary>Lets everybody go when the test is over, however it ends.</summary>
    private sealed class Releaser(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release(1_000_000);
    }

    private static string AskReleased(ServerFixture server, SemaphoreSlim gate)
    {
        gate.Release();
        return server.Ask(Get).Text;
    }
}
