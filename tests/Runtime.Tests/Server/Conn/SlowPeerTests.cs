using System.Diagnostics;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>Peers that hold connections by being slow, with the server's own limits. <c>LoadClient slow</c> does it at scale.</summary>
[Collection(ServerCollection.Name)]
public class SlowPeerTests
{
    private const int PeerCount = 50;
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task Readers_below_the_least_rate_are_cut_off_and_cost_the_others_nothing()
    {
        // More than the system's buffers of a connection hold. What these take earns time, but not at this rate.
        var block = new byte[16_000_000];
        await using var server = ServerFixture.Async(
            async (w, r) =>
            {
                if (r.Path == "/ping") w.Write("pong");
                else await w.WriteAsync(block);
            },
            new ServerOptions { MinBodyRate = int.MaxValue });
        var peers = Enumerable.Range(0, PeerCount).Select(_ => server.Connect(receiveBufferBytes: 4096)).ToList();
        foreach (var peer in peers) peer.Send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
        Eventually.True(() => server.Server.ConnCount == PeerCount, "the connections were not accepted");
        var clock = Stopwatch.StartNew();
        while (server.Server.ConnCount > 0)
        {
            Assert.Equal("pong", server.Ask("GET /ping HTTP/1.1\r\nHost: h\r\n\r\n").Text);
            Assert.True(clock.Elapsed < Eventually.Patience, $"{server.Server.ConnCount} connections are left");
        }

        // After 5 s of grace.
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(4.5), $"cut off after {clock.Elapsed}");
    }

    // Both ways at once: what each of them waits for is the grace.
    [Fact]
    public Task A_reader_that_took_much_at_once_may_pause_for_longer_than_the_grace() =>
        Task.WhenAll(PauseAsync(isAsync: false), PauseAsync(isAsync: true));

    private static async Task PauseAsync(bool isAsync)
    {
        const int PieceLength = 10_000;
        const int PieceCount = 300;
        var piece = new byte[PieceLength];
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            for (var index = 0; index < PieceCount; index++)
            {
                if (isAsync) await w.WriteAsync(piece);
                else w.Write(piece);
            }
        });
        var peer = server.Connect(receiveBufferBytes: 4096);
        peer.Send(Get);
        Eventually.True(() => peer.Available > 0, "nothing was sent");
        // The grace of 5 s passes: what is to be shown is that nothing happens meanwhile.
        await Task.Delay(TimeSpan.FromSeconds(6.5));
        Assert.Equal(1, server.Server.ConnCount);
        Assert.Equal(PieceLength * PieceCount, peer.Read().Body.Length);
    }

    // Each on a thread of its own, since peers block theirs.
    [Fact]
    public Task Senders_of_a_body_below_the_least_rate_are_cut_off() => Task.WhenAll(
        Task.Factory.StartNew(() => CutOffAsync(isAsync: false), TaskCreationOptions.LongRunning).Unwrap(),
        Task.Factory.StartNew(() => CutOffAsync(isAsync: true), TaskCreationOptions.LongRunning).Unwrap());

    private static async Task CutOffAsync(bool isAsync)
    {
        var failures = 0;
        await using var server = ServerFixture.Async(
            async (_, r) =>
            {
                try
                {
                    if (isAsync) await r.Body.ReadAllBytesAsync();
                    else r.Body.CopyTo(Stream.Null);
                }
                catch (TransportException failure) when (failure.IsTimeout)
                {
                    Interlocked.Increment(ref failures);
                    throw;
                }
            },
            new ServerOptions { MinBodyRate = int.MaxValue });
        // Where handlers hold threads of the pool, many that wait would wait for each other's threads, too.
        var peers = Enumerable.Range(0, isAsync ? PeerCount : 8).Select(_ => server.Connect()).ToList();
        foreach (var peer in peers) peer.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nx");
        foreach (var peer in peers) peer.ExpectGone();
        Eventually.True(() => Volatile.Read(ref failures) == peers.Count, () => $"{failures} reads ran out of time");
    }

    [Fact]
    public async Task Heads_that_drip_are_cut_off_whatever_they_drip()
    {
        await using var server = new ServerFixture(
            (w, _) => w.Write("ok"), new ServerOptions { ReadHeaderTimeout = TimeSpan.FromMilliseconds(300) });
        var peers = Enumerable.Range(0, PeerCount).Select(_ => server.Connect()).ToList();
        var clock = Stopwatch.StartNew();
        for (var position = 0; server.Server.ConnCount > 0; position++)
        {
            foreach (var peer in peers) peer.SendWhileTaken(position < Get.Length - 3 ? [(byte)Get[position]] : "x"u8);
            Assert.Equal("ok", server.Ask(Get).Text);
            Assert.True(clock.Elapsed < Eventually.Patience, $"{server.Server.ConnCount} connections are left");
        }

        foreach (var peer in peers) peer.ExpectGone();
    }

    [Fact]
    public async Task No_accepted_request_is_lost_when_the_server_shuts_down_under_load()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Path == "/later") await Task.Yield();
            w.Write("ok");
        });
        var answered = 0;
        const int ClientCount = 16;
        const int FirstCount = 20;
        using var begun = new CountdownEvent(ClientCount * FirstCount);
        var clients = Enumerable.Range(0, ClientCount).Select(index => Task.Factory.StartNew(
            () =>
            {
                var client = server.Connect();
                var request = index % 2 == 0 ? Get : "GET /later HTTP/1.1\r\nHost: h\r\n\r\n";
                for (var count = 0; ; count++)
                {
                    client.Send(request);
                    var answer = client.Read();
                    Assert.Equal("ok", answer.Text);
                    Interlocked.Increment(ref answered);
                    if (count < FirstCount) begun.Signal();
                    if (answer["Connection"] == "close") return;
                }
            },
            TaskCreationOptions.LongRunning)).ToList();
        Assert.True(begun.Wait(Eventually.Patience));
        await Eventually.Of(server.Server.ShutdownAsync());
        await Eventually.Of(Task.WhenAll(clients));
        Assert.True(answered >= ClientCount * FirstCount);
    }
}
