using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class ShutdownTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static readonly HandlerFunc s_ok = (w, _) => w.Write("ok");

    [Fact]
    public async Task A_server_without_connections_stops_at_once_and_refuses_new_ones()
    {
        await using var server = new ServerFixture(s_ok);
        var address = server.Address;
        await Eventually.Of(server.Server.ShutdownAsync());
        var failure = Assert.Throws<SocketException>(() => new RawClient(address, 0).Dispose());
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task An_idle_connection_that_has_served_is_closed_after_the_grace()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { Grace = TimeSpan.FromMilliseconds(300) });
        var client = server.Connect();
        client.Send(Get);
        client.Read();
        var clock = Stopwatch.StartNew();
        var shutdown = server.Server.ShutdownAsync();
        client.ExpectEnd();
        await Eventually.Of(shutdown);
        Assert.InRange(clock.ElapsedMilliseconds, 290, 20_000);
    }

    [Fact]
    public async Task A_request_on_its_way_is_answered_within_the_grace_and_its_connection_closed()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { Grace = TimeSpan.FromSeconds(30) });
        var client = server.Connect();
        client.Send(Get);
        client.Read();
        var shutdown = server.Server.ShutdownAsync();
        client.Send(Get);
        await ExpectLastAnswerAsync(client, "ok", shutdown);
    }

    // On epoll, a connection gets its first turn in the thread that accepts.
    [Fact]
    public async Task A_handler_that_blocks_its_thread_delays_neither_another_listener_nor_idle_connections()
    {
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var server = new Server
        {
            Handler = Handler.From((w, r) =>
            {
                if (r.Path == "/block")
                {
                    entered.Release();
                    go.Wait();
                }

                w.Write("ok");
            }),
            ShutdownIdleGrace = TimeSpan.FromMilliseconds(100),
        };
        Listener[] listeners = [Listener.Listen("127.0.0.1:0"), Listener.Listen("127.0.0.1:0")];
        var serving = listeners.Select(listener => server.ServeAsync(listener)).ToList();
        var other = (IPEndPoint)listeners[1].LocalEndPoint;
        using var blocked = new RawClient((IPEndPoint)listeners[0].LocalEndPoint, 0);
        blocked.Send("GET /block HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.True(await entered.WaitAsync(Eventually.Patience));
        using var idle = new RawClient(other, 0);
        idle.Send(Get);
        Assert.Equal("ok", idle.Read().Text);

        var shutdown = server.ShutdownAsync();
        idle.ExpectEnd();
        Eventually.True(() => IsRefused(other), "the other listener still accepts");
        Assert.False(shutdown.IsCompleted);
        go.Release();
        Assert.Equal("ok", blocked.Read().Text);
        await Eventually.Of(shutdown);
        foreach (var task in serving) await Assert.ThrowsAsync<ServerClosedException>(() => Eventually.Of(task));
    }

    private static bool IsRefused(IPEndPoint address)
    {
        try
        {
            new RawClient(address, 0).Dispose();
            return false;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    [Fact]
    public async Task A_handler_that_runs_finishes_and_its_answer_says_close()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            entered.SetResult();
            await go.Task;
            w.Write("late");
        });
        var client = server.Connect();
        client.Send(Get);
        await Eventually.Of(entered.Task);
        var shutdown = server.Server.ShutdownAsync();
        Assert.False(shutdown.IsCompleted);
        go.SetResult();
        await ExpectLastAnswerAsync(client, "late", shutdown);
    }

    [Fact]
    public async Task A_connection_without_a_byte_counts_as_idle_after_its_time_and_is_served_before()
    {
        // The 5 s of a connection that has sent nothing are no longer than the time it has for its head.
        var options = new ServerOptions { ReadHeaderTimeout = TimeSpan.FromSeconds(1), Grace = TimeSpan.Zero };
        await using var server = new ServerFixture(s_ok, options);
        var silent = server.Connect();
        var speaking = server.Connect();
        Eventually.True(() => server.Server.ConnCount == 2, "not accepted");
        var shutdown = server.Server.ShutdownAsync();
        speaking.Send(Get);
        var answer = speaking.Read();
        Assert.Equal("close", answer["Connection"]);
        speaking.ExpectEnd();
        silent.ExpectEnd();
        await Eventually.Of(shutdown);
    }

    [Fact]
    public async Task A_connection_that_is_accepted_while_the_server_stops_has_its_time_too()
    {
        using var entered = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        await using var server = new ServerFixture(s_ok, new ServerOptions
        {
            ConnContext = (parent, _) =>
            {
                entered.Set();
                Assert.True(go.Wait(Eventually.Patience));
                return parent;
            },
        });
        // Its first turn comes after the shutdown has begun, and before the open connections are told of it.
        var client = server.Connect();
        Assert.True(entered.Wait(Eventually.Patience));
        var shutdown = server.Server.ShutdownAsync();
        go.Set();
        Assert.True(client.HasNothingFor(TimeSpan.FromMilliseconds(300)));
        client.Send(Get);
        await ExpectLastAnswerAsync(client, "ok", shutdown);
    }

    [Fact]
    public void A_connection_without_a_byte_has_5_s_by_default()
    {
        Assert.Equal(5_000, new Server().Limits.StopNewMs);
        Assert.Equal(5_000, new Server { ReadHeaderTimeout = Timeout.InfiniteTimeSpan }.Limits.StopNewMs);
    }

    [Fact]
    public async Task What_waits_in_the_backlog_is_served()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { Grace = TimeSpan.FromMilliseconds(100) });
        var clients = Enumerable.Range(0, 100).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(Get);
        var shutdown = server.Server.ShutdownAsync();
        foreach (var client in clients) Assert.Equal("ok", client.Read().Text);
        await Eventually.Of(shutdown);
    }

    [Fact]
    public async Task The_token_ends_the_wait_and_close_ends_the_rest()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            entered.SetResult();
            ended.SetResult(await Record.ExceptionAsync(async () => await r.Body.ReadAllBytesAsync()));
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        await Eventually.Of(entered.Task);
        using var source = new CancellationTokenSource();
        var shutdown = server.Server.ShutdownAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Of(shutdown));
        var second = server.Server.ShutdownAsync();
        Assert.False(second.IsCompleted);
        server.Server.Close();
        Assert.IsType<TransportException>(await Eventually.Of(ended.Task));
        client.ExpectGone();
        await Eventually.Of(second);
    }

    [Fact]
    public async Task Close_cuts_idle_and_new_and_waiting_connections()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { Grace = TimeSpan.FromMinutes(1) });
        var clients = Enumerable.Range(0, 60).Select(_ => server.Connect()).ToList();
        foreach (var client in clients.Take(20)) client.Send(Get);
        foreach (var client in clients.Take(20)) client.Read();
        foreach (var client in clients.Skip(20).Take(20)) client.Send("GET / HT");
        var clock = Stopwatch.StartNew();
        server.Server.Close();
        foreach (var client in clients) client.ExpectGone();
        await Eventually.Of(server.Server.ShutdownAsync());
        Assert.InRange(clock.ElapsedMilliseconds, 0, 20_000);
    }

    [Fact]
    public async Task Close_also_cuts_what_is_still_in_the_backlog()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var server = new ServerFixture(s_ok, new ServerOptions { Grace = TimeSpan.FromMinutes(1) });
            var clients = Enumerable.Range(0, 30).Select(_ => server.Connect()).ToList();
            server.Server.Close();
            foreach (var client in clients) client.ExpectGone();
            await Eventually.Of(server.Server.ShutdownAsync());
        }
    }

    [Fact]
    public async Task A_stopped_server_does_not_start_again()
    {
        await using var server = new ServerFixture(s_ok);
        await Eventually.Of(server.Server.ShutdownAsync());
        await Eventually.Of(server.Server.ShutdownAsync());
        Assert.Throws<ServerClosedException>(server.Server.Start);
        await Assert.ThrowsAsync<ServerClosedException>(() => server.Server.ListenAndServeAsync());
    }

    [Fact]
    public async Task A_server_that_never_started_stops()
    {
        var server = new Server { Addr = "127.0.0.1:0" };
        await Eventually.Of(server.ShutdownAsync());
        Assert.Throws<ServerClosedException>(server.Start);
        server.Close();
    }

    [Fact]
    public async Task Listen_and_serve_returns_when_its_token_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var server = new Server { Addr = "127.0.0.1:0", Handler = Handler.From(s_ok) };
        var serving = server.ListenAndServeAsync(source.Token);
        using (var client = new RawClient((IPEndPoint)server.LocalEndPoint!, 0))
        {
            client.Send(Get);
            Assert.Equal("ok", client.Read().Text);
        }

        await source.CancelAsync();
        await Eventually.Of(serving);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        await using var server = new ServerFixture(s_ok);
        var addr = $"127.0.0.1:{server.Address.Port}";
        var failure = Assert.Throws<TransportException>(new Server { Addr = addr }.Start);
        Assert.Equal(TransportError.AddressInUse, failure.Error);
        Assert.StartsWith($"listen {addr}: address already in use", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("choose another port (0 for a free one)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("8080")]
    [InlineData(":x")]
    [InlineData(":65536")]
    [InlineData("::1:80")]
    [InlineData("[:80")]
    [InlineData("[]:80")]
    public void An_address_that_is_none_is_refused(string addr) =>
        Assert.Throws<FormatException>(new Server { Addr = addr }.Start);

    [Fact]
    public async Task A_port_alone_listens_on_every_address_of_both_families()
    {
        var server = new Server { Addr = ":0", Handler = Handler.From(s_ok) };
        server.Start();
        var port = ((IPEndPoint)server.LocalEndPoint!).Port;
        using (var client = new RawClient(new IPEndPoint(IPAddress.Loopback, port), 0))
        {
            client.Send(Get);
            Assert.Equal("ok", client.Read().Text);
        }

        await Eventually.Of(server.ShutdownAsync());
    }

    private static async Task ExpectLastAnswerAsync(RawClient client, string text, Task shutdown)
    {
        var answer = client.Read();
        Assert.Equal(text, answer.Text);
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
        await Eventually.Of(shutdown);
    }
}
