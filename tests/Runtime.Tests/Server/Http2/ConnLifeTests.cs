using System.Buffers.Binary;
using System.Collections.Concurrent;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

// The beginning and the end of connections and streams: limits of time, shutdown, cancellation.
[Collection(ServerCollection.Name)]
public class ConnLifeTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task The_settings_announce_the_limits()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.ConnectHttp2();
        var settings = client.AwaitControl(Http2Frame.Settings).Payload;
        byte[] expected =
        [
            .. FrameClient.Setting(Http2Setting.MaxConcurrentStreams, 250),
            .. FrameClient.Setting(Http2Setting.InitialWindowSize, 65_536),
            .. FrameClient.Setting(Http2Setting.MaxHeaderListSize, 65_536),
            .. FrameClient.Setting(Http2Setting.MaxFrameSize, 16_384),
        ];
        Assert.Equal(expected, settings);
        Assert.Equal(1_048_576 - 65_535, BinaryPrimitives.ReadInt32BigEndian(client.AwaitControl(Http2Frame.WindowUpdate).Payload));
        client.AwaitControl(Http2Frame.Settings, Http2Flags.Ack);
    }

    [Fact]
    public async Task An_idle_connection_ends_with_GOAWAY()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"), new() { IdleTimeout = s_short });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        client.Await(1);
        client.ExpectEnd(Http2Error.None);
    }

    [Fact]
    public async Task A_connection_with_an_open_stream_is_not_idle()
    {
        using var goesOn = new SemaphoreSlim(0);
        await using var server = Http2Fixture.StartAsync(
            async (w, _) =>
            {
                await goesOn.WaitAsync();
                w.Write("x");
            },
            new() { IdleTimeout = s_short });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        await Task.Delay(3 * s_short);
        goesOn.Release();
        Assert.Equal("x", client.Await(1).Body);
        client.ExpectEnd(Http2Error.None);
    }

    [Fact]
    public async Task Settings_that_are_not_acknowledged_end_the_connection()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"), new() { ReadHeaderTimeout = s_short });
        using var client = server.Connect();
        client.Send(FrameClient.Preface);
        client.Send(FrameClient.Frame(Http2Frame.Settings, 0, 0, default));
        Assert.Contains("\0\0\0\u0004", client.ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM")]
    [InlineData(FrameClient.Preface + "\0\0\0\u0004\0\0\0\0\0\0\0\0\u0004\u0001\0\0\0\0\0\0\u0009\u0001\0\0\0\0\u0001xyz")]
    public async Task An_incomplete_preface_or_frame_ends_the_connection(string text)
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"), new() { ReadHeaderTimeout = s_short });
        using var client = server.Connect();
        client.Send(text);
        client.ReadToEnd();
    }

    [Fact]
    public async Task A_head_that_is_never_completed_ends_the_connection()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"), new() { ReadHeaderTimeout = s_short });
        using var client = server.ConnectHttp2();
        client.Synchronise();
        client.Send(Http2Frame.Headers, 0, 1, FrameClient.Block(FrameClient.Start("GET", "/")));
        client.ExpectEnd(Http2Error.EnhanceYourCalm);
    }

    [Fact]
    public async Task A_shutdown_completes_accepted_streams_and_serves_those_on_their_way()
    {
        using var goesOn = new SemaphoreSlim(0);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = Http2Fixture.StartAsync(
            async (w, r) =>
            {
                entered.TrySetResult();
                if (r.Path == "/hold") await goesOn.WaitAsync();
                w.Write(r.Path);
            },
            new() { Grace = TimeSpan.FromSeconds(1) });
        using var client = server.ConnectHttp2();
        client.Get(1, "/hold");
        await Eventually.Of(entered.Task);
        var shutdown = server.Server.ShutdownAsync();
        Assert.Equal(int.MaxValue, LastId(client.AwaitControl(Http2Frame.GoAway)));
        client.Get(3, "/late");
        Assert.Equal("/late", client.Await(3).Body);
        Assert.Equal(3, LastId(client.AwaitControl(Http2Frame.GoAway)));
        // Not served, and the client knows.
        client.Get(5, "/too-late");
        client.Synchronise();
        Assert.False(shutdown.IsCompleted);
        goesOn.Release();
        Assert.Equal("/hold", client.Await(1).Body);
        Assert.Equal(0, client.Of(5).Status);
        while (client.TryRead())
        {
        }

        await Eventually.Of(shutdown);
    }

    [Fact]
    public async Task Close_cancels_the_handlers_and_ends_the_connection()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = Http2Fixture.StartAsync(async (_, r) =>
        {
            using var registration = r.Context.CancellationToken.Register(cancelled.SetResult);
            entered.SetResult();
            await cancelled.Task;
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        await Eventually.Of(entered.Task);
        server.Server.Close();
        await Eventually.Of(cancelled.Task);
    }

    [Fact]
    public async Task A_reset_cancels_the_request_and_keeps_the_connection()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = Http2Fixture.StartAsync(async (w, r) =>
        {
            if (r.Path == "/")
            {
                w.Write("x");
                return;
            }

            using var registration = r.Context.CancellationToken.Register(cancelled.SetResult);
            entered.SetResult();
            await cancelled.Task;
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/hold");
        await Eventually.Of(entered.Task);
        client.Send(Http2Frame.RstStream, 0, 1, (int)Http2Error.Cancel);
        await Eventually.Of(cancelled.Task);
        client.Get(3, "/");
        Assert.Equal("x", client.Await(3).Body);
        Assert.Equal(0, client.Of(1).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_ends_a_read_of_the_body(bool blocks)
    {
        var failed = new TaskCompletionSource<TransportError>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = Http2Fixture.StartAsync(async (_, r) =>
        {
            try
            {
                var buffer = new byte[10];
                while ((blocks ? r.Body.Read(buffer) : await r.Body.ReadAsync(buffer)) > 0)
                {
                }
            }
            catch (TransportException failure)
            {
                failed.SetResult(failure.Error);
                throw;
            }
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/");
        client.SendData(1, "x");
        client.Synchronise();
        client.Send(Http2Frame.RstStream, 0, 1, (int)Http2Error.Cancel);
        Assert.Equal(TransportError.ConnectionReset, await Eventually.Of(failed.Task));
    }

    [Fact]
    public async Task A_lost_connection_cancels_all_its_requests()
    {
        var cancelled = new CountdownEvent(5);
        var entered = new CountdownEvent(5);
        await using var server = Http2Fixture.StartAsync(async (_, r) =>
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = r.Context.CancellationToken.Register(ended.SetResult);
            entered.Signal();
            await ended.Task;
            cancelled.Signal();
        });
        using (var client = server.ConnectHttp2())
        {
            for (var id = 1; id < 10; id += 2) client.Get(id, "/");
            Assert.True(entered.Wait(Eventually.Patience));
        }

        Assert.True(cancelled.Wait(Eventually.Patience));
    }

    [Fact]
    public async Task A_handler_s_limit_for_reading_ends_the_read_and_the_response_is_408()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) =>
        {
            if (r.Method == "POST") new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow + s_short);
            w.Write(await r.Body.ReadAllTextAsync());
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/");
        Assert.Equal(408, client.Await(1).Status);
        client.Get(3, "/");
        Assert.Equal(200, client.Await(3).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_s_limit_for_sending_resets_the_stream_only(bool blocks)
    {
        var failed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = Http2Fixture.StartAsync(async (w, r) =>
        {
            if (r.Path == "/")
            {
                w.Write("x");
                return;
            }

            new ResponseController(w).SetWriteDeadline(DateTimeOffset.UtcNow + s_short);
            try
            {
                var part = new byte[50_000];
                for (var count = 0; count < 100; count++)
                {
                    if (blocks) w.Write(part);
                    else await w.WriteAsync(part);
                }
            }
            catch (TransportException failure)
            {
                failed.SetResult(failure.IsTimeout);
                throw;
            }
        });
        using var client = new FrameClient(server.Address) { ReturnsWindows = false };
        // The window of the connection must not be what the other stream lacks.
        client.Send(Http2Frame.WindowUpdate, 0, 0, 1_000_000);
        client.Get(1, "/large");
        Assert.Equal(Http2Error.Cancel, client.Await(1).Error);
        Assert.True(await Eventually.Of(failed.Task));
        client.Get(3, "/");
        Assert.Equal("x", client.Await(3).Body);
    }

    [Fact]
    public async Task A_stream_beyond_the_limit_is_refused()
    {
        using var goesOn = new SemaphoreSlim(0);
        await using var server = Http2Fixture.StartAsync(async (w, _) =>
        {
            await goesOn.WaitAsync();
            w.Write("x");
        });
        using var client = server.ConnectHttp2();
        for (var id = 1; id < 502; id += 2) client.Get(id, "/");
        Assert.Equal(Http2Error.RefusedStream, client.Await(501).Error);
        goesOn.Release(250);
        for (var id = 1; id < 500; id += 2) Assert.Equal("x", client.Await(id).Body);
        client.Get(503, "/");
        goesOn.Release();
        Assert.Equal("x", client.Await(503).Body);
    }

    [Fact]
    public async Task States_are_reported_in_order()
    {
        var states = new ConcurrentQueue<ConnState>();
        await using var server = Http2Fixture.StartAsync(
            static async (w, _) =>
            {
                await Task.Yield();
                w.Write("x");
            },
            new() { ConnState = (_, state) => states.Enqueue(state) });
        using (var client = server.ConnectHttp2())
        {
            client.Get(1, "/");
            client.Await(1);
            Eventually.True(() => states.Contains(ConnState.Idle), "The connection did not become idle.");
        }

        Eventually.True(() => states.Contains(ConnState.Closed), "The connection was not closed.");
        Assert.Equal(ConnState.New, states.First());
        Assert.Equal(ConnState.Closed, states.Last());
        Assert.Equal([ConnState.New, ConnState.Active, ConnState.Idle, ConnState.Closed], states);
    }

    [Fact]
    public async Task A_client_that_reads_late_gets_everything()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) =>
        {
            var part = new byte[10_000];
            part.AsSpan().Fill((byte)r.RawQuery[0]);
            for (var count = 0; count < 100; count++) await w.WriteAsync(part);
        });
        using var client = server.Connect(begins: true, receiveBufferBytes: 4096);
        // The windows are no limit, so that the socket is.
        client.Send(Http2Frame.Settings, 0, 0, FrameClient.Setting(Http2Setting.InitialWindowSize, int.MaxValue));
        client.Send(Http2Frame.WindowUpdate, 0, 0, int.MaxValue - 65_535);
        for (var stream = 0; stream < 10; stream++) client.Get((2 * stream) + 1, $"/?{stream}");
        await Task.Delay(s_short);
        for (var stream = 0; stream < 10; stream++)
        {
            var answer = client.Await((2 * stream) + 1);
            Assert.Equal(1_000_000, answer.BodyLength);
            Assert.Equal(answer.Body.Length, answer.Body.Count(letter => letter == '0' + stream));
        }
    }

    private static int LastId(ReceivedFrame goAway) => BinaryPrimitives.ReadInt32BigEndian(goAway.Payload);
}
