using RouteGen.IO;

namespace Runtime.Tests.Serving;

/// <summary>What happens when as many handlers block as there may be threads. (The portable back end has no threads of its own.)</summary>
[Collection(ServerCollection.Name)]
public class ThreadBoundTests
{
    private const int SpareThreads = 3;

    // More than one reactor may have ahead of another, so that each has some.
    private const int Waiting = 60;

    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task At_the_bound_requests_wait_for_a_thread_and_every_one_is_answered()
    {
        if (IoBackends.Default is not EpollBackend) return;
        var usualMax = LeaderPool.ThreadsMax;
        var threadsMax = LeaderPool.ThreadCount + SpareThreads;
        LeaderPool.ThreadsMax = threadsMax;
        try
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
