using System.Diagnostics;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

// Handlers that hold their thread do not hold up their connection. The thread pool adds threads slowly, so the portable back end gets
// fewer.
[Collection(ServerCollection.Name)]
public class BlockingStreamTests
{
    private static readonly bool s_isPortable = Environment.GetEnvironmentVariable("ROUTEGEN_IO") == "sockets";

    private static int Many => s_isPortable ? 8 : 99;

    [Fact]
    public async Task Requests_beside_many_blocked_ones_are_served_at_once()
    {
        using var goesOn = new ManualResetEventSlim();
        using var entered = new CountdownEvent(Many);
        await using var server = Http2Fixture.Start((w, r) =>
        {
            if (r.Path == "/block")
            {
                entered.Signal();
                goesOn.Wait();
            }

            w.Write("x");
        });
        using var client = server.ConnectHttp2();
        for (var stream = 0; stream < Many; stream++) client.Get((2 * stream) + 1, "/block");
        Assert.True(entered.Wait(Eventually.Patience));
        var times = new List<TimeSpan>();
        for (var stream = Many; stream < Many + 50; stream++)
        {
            var clock = Stopwatch.StartNew();
            client.Get((2 * stream) + 1, "/ping");
            Assert.Equal("x", client.Await((2 * stream) + 1).Body);
            times.Add(clock.Elapsed);
        }

        goesOn.Set();
        for (var stream = 0; stream < Many; stream++) Assert.Equal("x", client.Await((2 * stream) + 1).Body);
        times.Sort();
        Assert.True(times[25] < TimeSpan.FromMilliseconds(500), $"The median was {times[25].TotalMilliseconds} ms.");
    }

    [Fact]
    public async Task At_most_100_streams_of_a_connection_hold_a_thread()
    {
        if (s_isPortable) return;
        using var goesOn = new ManualResetEventSlim();
        var running = 0;
        var most = 0;
        await using var server = Http2Fixture.Start((w, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            goesOn.Wait();
            Interlocked.Decrement(ref running);
            w.Write("x");
        });
        using var client = server.ConnectHttp2();
        for (var stream = 0; stream < 120; stream++) client.Get((2 * stream) + 1, "/");
        Eventually.True(() => Volatile.Read(ref running) == 100, "100 handlers did not begin.");
        client.Synchronise();
        goesOn.Set();
        for (var stream = 0; stream < 120; stream++) Assert.Equal("x", client.Await((2 * stream) + 1).Body);
        Assert.Equal(100, most);
    }

    [Fact]
    public async Task Finished_responses_are_sent_while_a_later_handler_blocks()
    {
        using var goesOn = new ManualResetEventSlim();
        await using var server = Http2Fixture.Start((w, r) =>
        {
            if (r.Path == "/block") goesOn.Wait();
            w.Write("x");
        });
        using var client = server.ConnectHttp2();
        client.SendBytes(
        [
            .. FrameClient.Frame(Http2Frame.Headers, 5, 1, FrameClient.Block(FrameClient.Start("GET", "/"))),
            .. FrameClient.Frame(Http2Frame.Headers, 5, 3, FrameClient.Block(FrameClient.Start("GET", "/block"))),
            .. FrameClient.Frame(Http2Frame.Headers, 5, 5, FrameClient.Block(FrameClient.Start("GET", "/"))),
        ]);
        Assert.Equal("x", client.Await(1).Body);
        Assert.Equal("x", client.Await(5).Body);
        goesOn.Set();
        Assert.Equal("x", client.Await(3).Body);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value;) seen = Interlocked.CompareExchange(ref most, value, seen);
    }
}
