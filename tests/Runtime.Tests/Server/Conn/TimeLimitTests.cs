using System.Diagnostics;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class TimeLimitTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    // Much longer than the client of a test needs for what it does within the limit.
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(500);
    private static readonly HandlerFunc s_ok = (w, _) => w.Write("ok");

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nA: b")]
    public async Task A_head_that_takes_too_long_closes_the_connection_without_an_answer(string sent)
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { ReadHeaderTimeout = s_short });
        var clock = Stopwatch.StartNew();
        var client = server.Connect();
        if (sent.Length > 0) client.Send(sent);
        client.ExpectEnd();
        // From about the instant of its first turn (Conn.TurnInstant).
        Assert.InRange(clock.ElapsedMilliseconds, 400, 20_000);
    }

    [Fact]
    public async Task A_head_that_drips_does_not_live_longer_for_it()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { ReadHeaderTimeout = s_short });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal("ok", client.Read().Text);
        client.Send("GET / HTTP/1.1\r\nHost: h\r\nA: ");
        var clock = Stopwatch.StartNew();
        while (server.Server.ConnCount > 0 && clock.Elapsed < Eventually.Patience) client.SendWhileTaken("x"u8);
        Assert.Equal(0, server.Server.ConnCount);
        client.ExpectGone();
    }

    [Fact]
    public async Task An_idle_connection_is_closed_without_an_answer()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { IdleTimeout = s_short });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal("ok", client.Read().Text);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_connection_in_use_outlives_the_idle_limit()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { IdleTimeout = TimeSpan.FromMilliseconds(1000) });
        var client = server.Connect();
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 2500)
        {
            client.Send(Get);
            Assert.Equal("ok", client.Read().Text);
        }
    }

    [Fact]
    public async Task A_handler_may_take_longer_than_every_limit()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(
            async (w, r) =>
            {
                if (r.Path == "/slow") await go.Task;
                w.Write("ok");
            },
            new ServerOptions { IdleTimeout = s_short, ReadHeaderTimeout = s_short });
        var client = server.Connect();
        client.Send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
        // Another connection shows that the limits pass meanwhile.
        for (var round = 0; round < 3; round++) server.Connect().ExpectEnd();
        go.SetResult();
        Assert.Equal("ok", client.Read().Text);
    }

    [Fact]
    public async Task No_limit_can_be_said_explicitly()
    {
        await using var server = new ServerFixture(
            s_ok,
            new ServerOptions { IdleTimeout = Timeout.InfiniteTimeSpan, ReadHeaderTimeout = Timeout.InfiniteTimeSpan });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal("ok", client.Read().Text);
    }

    [Fact]
    public async Task Slow_heads_on_many_connections_cost_the_others_nothing()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { ReadHeaderTimeout = TimeSpan.FromSeconds(3) });
        var slow = Enumerable.Range(0, 200).Select(_ => server.Connect()).ToList();
        foreach (var client in slow) client.Send("GET / HT");
        for (var round = 0; round < 20; round++) Assert.Equal("ok", server.Ask(Get).Text);
        foreach (var client in slow) client.ExpectEnd();
    }
}
