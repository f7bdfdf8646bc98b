using System.Collections.Concurrent;
using System.Diagnostics;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>A handler completes while a thread that it left behind is blocked in a read of the body.</summary>
[Collection(ServerCollection.Name)]
public class InterruptedReadTests
{
    private const int Rounds = 40;

    // The pace limit of a body ends the read as well, but after 5 s.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(4);

    // The peer of the first request is watched, and the second arrives at about its end: the watch may go on during the second.
    [Fact]
    public async Task The_response_does_not_wait_for_the_read_even_if_the_peer_was_being_watched()
    {
        var failures = new ConcurrentQueue<Exception?>();
        var refused = new ConcurrentQueue<RejectReason>();
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Method == "GET")
            {
                _ = r.Context.CancellationToken;
                Thread.SpinWait(10_000);
                w.Write("A");
                return;
            }

            var body = r.Body;
            new Thread(() => failures.Enqueue(Record.Exception(() => body.Read(new byte[10])))) { IsBackground = true }.Start();
            // A read that has not begun would be refused.
            await Eventually.IsReadAsync(body);
            w.Write("B");
        }, new ServerOptions { ErrorLog = static _ => { }, OnRefused = request => refused.Enqueue(request.Reason) });
        for (var round = 0; round < Rounds; round++)
        {
            var client = server.Connect();
            client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Thread.SpinWait(round * 1_000);
            var clock = Stopwatch.StartNew();
            client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n");
            Assert.Equal("A", client.Read().Text);
            Assert.Equal("B", client.Read().Text);
            Assert.True(clock.Elapsed < s_soon, $"round {round}: {clock.Elapsed}");
            client.ExpectGone();
        }

        Eventually.True(() => failures.Count == Rounds, () => $"{failures.Count} of {Rounds} reads have ended");
        Assert.All(failures, static failure => Assert.False(failure is null or TransportException { IsTimeout: true }, $"{failure}"));
        Assert.DoesNotContain(RejectReason.BodyTimedOut, refused);
    }
}
