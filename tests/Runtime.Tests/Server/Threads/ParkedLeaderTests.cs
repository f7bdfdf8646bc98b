using RouteGen.IO;

namespace Runtime.Tests.Serving;

/// <summary>What becomes of the threads that blocked handlers occupied. (The portable back end has no threads of its own.)</summary>
[Collection(ServerCollection.Name)]
public class ParkedLeaderTests
{
    private const int Blocked = 20;
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task Threads_that_nobody_needs_end()
    {
        if (IoBackends.Default is not EpollBackend) return;
        using var parked = new ParkedTime(TimeSpan.FromMilliseconds(50));
        using var gate = new SemaphoreSlim(0);
        var held = 0;
        await using var server = new ServerFixture((w, _) =>
        {
            Interlocked.Increment(ref held);
            gate.Wait();
            w.Write("x");
        });
        var clients = Enumerable.Range(0, Blocked).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(Get);
        Eventually.True(() => Volatile.Read(ref held) == Blocked, () => $"{held} handlers run");
        var most = LeaderPool.ThreadCount;
        Assert.True(most >= Blocked, $"{most} threads");
        gate.Release(Blocked);
        foreach (var client in clients) Assert.Equal("x", client.Read().Text);

        // One leads each reactor. Those that were parked before the time was set wait for the usual time.
        Eventually.True(() => LeaderPool.ThreadCount <= most - Blocked + 1, () => $"{LeaderPool.ThreadCount} of {most} threads are left");
        gate.Release();
        Assert.Equal("x", server.Ask(Get).Text);
    }

    [Fact]
    public async Task A_thread_that_is_taken_as_its_time_runs_out_serves()
    {
        if (IoBackends.Default is not EpollBackend) return;
        using var parked = new ParkedTime(TimeSpan.FromMilliseconds(1));
        await using var server = new ServerFixture((w, _) =>
        {
            // Longer than a handler may hold its reactor, with the same wait before the next as a parked thread has.
            Thread.Sleep(3);
            w.Write("x");
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var client = server.Connect();
            for (var i = 0; i < 250; i++)
            {
                client.Send(Get);
                Assert.Equal("x", client.Read().Text);
            }
        })));
    }

    /// <summary>Sets how long threads stay parked, until the test is over.</summary>
    private sealed class ParkedTime : IDisposable
    {
        private readonly TimeSpan _usual = LeaderPool.ParkedTime;

        internal ParkedTime(TimeSpan time) => LeaderPool.ParkedTime = time;

        public void Dispose() => LeaderPool.ParkedTime = _usual;
    }
}
