using System.Text;
using RouteGen;
using RouteGen.IO;
using RouteGen.Serving;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class FairnessTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const int RequestsPerTurn = 64;
    private const int BytesPerTurn = 256 * 1024;
    private const int BytesOfOneRead = 16 * 1024;

    [Fact]
    public void A_turn_serves_64_requests_and_sends_their_answers()
    {
        var (driver, conn, served) = Make(static (w, _) => w.Write("x"));
        conn.Arrive(Repeat(Get, 150));
        Assert.Equal((TurnEnd.Again, RequestsPerTurn), (driver.RunTurn(Ready.Read), served()));
        Assert.Equal(RequestsPerTurn, CountAnswers(conn));
        Assert.Equal((TurnEnd.Again, 2 * RequestsPerTurn), (driver.RunTurn(Ready.None), served()));
        Assert.Equal((TurnEnd.Quiet, 150), (driver.RunTurn(Ready.None), served()));
        Assert.Equal(150, CountAnswers(conn));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_turn_takes_256_KiB_of_bodies_whether_they_are_read_or_not(bool isRead)
    {
        const int BodyBytes = 30_000;
        var (driver, conn, served) = Make((w, r) =>
        {
            if (isRead) r.Body.CopyTo(Stream.Null);
            w.Write("x");
        });
        conn.Arrive(Repeat($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {BodyBytes}\r\n\r\n{new string('b', BodyBytes)}", 30));
        var seen = 0;
        for (var end = driver.RunTurn(Ready.Read); ; end = driver.RunTurn(Ready.None))
        {
            Assert.InRange((served() - seen) * BodyBytes, 1, BytesPerTurn + BodyBytes + BytesOfOneRead);
            seen = served();
            if (end == TurnEnd.Quiet) break;
            Assert.Equal(TurnEnd.Again, end);
        }

        Assert.Equal(30, seen);
        Assert.Equal(30, CountAnswers(conn));
    }

    [Fact]
    public void A_turn_takes_256_KiB_of_a_head_that_does_not_end()
    {
        var (driver, conn, served) = Make(static (w, _) => w.Write("x"));
        conn.Arrive($"GET / HTTP/1.1\r\nHost: h\r\nX: {new string('x', 800_000)}");
        var turns = 1;
        for (var end = driver.RunTurn(Ready.Read); end != TurnEnd.Quiet; end = driver.RunTurn(Ready.None), turns++)
            Assert.Equal(TurnEnd.Again, end);
        Assert.InRange(turns, 3, 6);
        conn.Arrive("\r\n\r\n");
        Assert.Equal((TurnEnd.Quiet, 1), (driver.RunTurn(Ready.Read), served()));
    }

    [Fact]
    public async Task A_peer_that_pipelines_without_end_holds_up_nobody_else()
    {
        var served = 0;
        await using var server = new ServerFixture((w, _) =>
        {
            Interlocked.Increment(ref served);
            w.Write("x");
        });
        var greedy = Enumerable.Range(0, 4).Select(_ => server.Connect()).ToList();
        using var stop = new CancellationTokenSource();
        var block = Encoding.ASCII.GetBytes(Repeat(Get, 1000));
        var busy = greedy.SelectMany(client => new[]
        {
            OnThread(() =>
            {
                while (!stop.IsCancellationRequested) client.Send(block);
                client.EndSending();
            }),
            OnThread(() =>
            {
                while (client.ReceiveOnce().Length > 0)
                {
                }
            }),
        }).ToList();
        Eventually.True(() => Volatile.Read(ref served) > 10_000, "the greedy ones are not served");
        var modest = server.Connect();
        for (var round = 0; round < 200; round++)
        {
            modest.Send(Get);
            Assert.Equal("x", modest.Read().Text);
        }

        Assert.True(server.Connect() is { } late && server.Ask(Get).Text == "x");
        await stop.CancelAsync();
        await Eventually.Of(Task.WhenAll(busy));
    }

    [Fact]
    public async Task A_peer_that_pipelines_without_end_and_reads_nothing_is_served_no_more_until_it_reads()
    {
        const int AnswerBytes = 1000;
        const long HeldMax = 20_000_000; // both ends' kernel buffers, and 32 KiB of ours
        var served = 0L;
        await using var server = new ServerFixture((w, _) =>
        {
            Interlocked.Increment(ref served);
            w.Write(new byte[AnswerBytes]);
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        var sent = client.SendWhileRoom(Encoding.ASCII.GetBytes(Repeat(Get, 1000)));
        var seen = Interlocked.Read(ref served);
        Assert.InRange(seen * AnswerBytes, 1, HeldMax);
        Assert.Equal(200, server.Ask(Get).Status);
        client.EndSending();
        var whole = sent / Get.Length;
        for (var index = 0; index < whole; index++) Assert.Equal(AnswerBytes, client.Read().Body.Length);
    }

    private static (ConnDriver Driver, FakeConn Conn, Func<int> Served) Make(HandlerFunc handler)
    {
        var served = 0;
        var conn = new FakeConn();
        var server = new Server
        {
            MaxHeaderBytes = 1 << 20,
            Handler = new FuncHandler((w, r) =>
            {
                served++;
                handler(w, r);
                return default;
            }),
        };
        return (new ServerConn(server.Host, conn), conn, () => served);
    }

    private static int CountAnswers(FakeConn conn) => conn.Sent.Split("HTTP/1.1 200 OK\r\n").Length - 1;

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static Task OnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
