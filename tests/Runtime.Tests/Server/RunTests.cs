using System.Collections.Concurrent;
using System.Net;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed class RunTests
{
    private const string Ready = "GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServeMux Mux()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/livez", Health.Live);
        mux.HandleFunc("/readyz", Health.Ready);
        mux.HandleFunc("/wait", async (w, _) =>
        {
            _isAsked.SetResult();
            await _mayAnswer.Task;
            w.Write("answered"u8);
        });
        return mux;
    }

    private Server Make(TimeSpan drainDelay = default, TimeSpan drainTimeout = default) => new()
    {
        Addr = "127.0.0.1:0",
        Handler = Mux(),
        ErrorLog = _log.Enqueue,
        ShutdownIdleGrace = TimeSpan.Zero,
        DrainDelay = drainDelay,
        DrainTimeout = drainTimeout,
    };

    private async Task<Task<bool>> RunAsync(Server server)
    {
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = server.RunAsync(listens.SetResult, _leave.Token);
        await listens.Task.WaitAsync(s_patience);
        return run;
    }

    private static RawClient Connect(Server server) => new((IPEndPoint)server.LocalEndPoint!, receiveBufferBytes: 0);

    [Fact]
    public async Task A_server_that_is_told_to_leave_is_not_ready_and_goes_on_serving_for_the_delay()
    {
        // The delay is ended by the shutdown below, not waited for.
        var server = Make(drainDelay: TimeSpan.FromMinutes(10));
        Assert.False(server.IsReady);
        var run = await RunAsync(server);
        using var client = Connect(server);
        client.Send(Ready);
        var before = client.Read();
        Assert.Equal((200, "ready\n", "no-store"), (before.Status, before.Text, before["Cache-Control"]));

        _leave.Cancel();
        Eventually.True(() => !server.IsReady, "it did not come to that");
        client.Send(Ready);
        var draining = client.Read();
        Assert.Equal((503, "leaving\n", "close"), (draining.Status, draining.Text, draining["Connection"]));
        using var another = Connect(server);
        another.Send("GET /livez HTTP/1.1\r\nHost: h\r\n\r\n");
        var live = another.Read();
        Assert.Equal((200, "ok\n", "close"), (live.Status, live.Text, live["Connection"]));
        // Turning keep-alives on does not turn the drain off.
        server.SetKeepAlivesEnabled(true);
        using var third = Connect(server);
        third.Send(Ready);
        Assert.Equal("close", third.Read()["Connection"]);

        Assert.False(run.IsCompleted);
        await server.ShutdownAsync().WaitAsync(s_patience);
        Assert.True(await run.WaitAsync(s_patience));
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_request_that_had_begun_is_answered()
    {
        var server = Make();
        var run = await RunAsync(server);
        using var client = Connect(server);
        client.Send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
        await _isAsked.Task.WaitAsync(s_patience);
        _leave.Cancel();
        Eventually.True(() => !server.IsReady, "it did not come to that");
        Assert.False(run.IsCompleted);
        _mayAnswer.SetResult();
        Assert.Equal("answered", client.Read().Text);
        Assert.True(await run.WaitAsync(s_patience));
        Assert.Equal(0, server.ConnCount);
    }

    [Fact]
    public async Task When_the_time_for_the_shutdown_is_over_connections_are_cut_and_the_log_says_so()
    {
        var server = Make(drainTimeout: TimeSpan.FromMilliseconds(50));
        var run = await RunAsync(server);
        using var client = Connect(server);
        client.Send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
        await _isAsked.Task.WaitAsync(s_patience);
        _leave.Cancel();
        Assert.False(await run.WaitAsync(s_patience));
        Assert.Contains("1 connections were closed", Assert.Single(_log), StringComparison.Ordinal);
        _mayAnswer.SetResult();
        Eventually.True(() => server.ConnCount == 0, "it did not come to that");
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_lets_the_server_listen_and_leave()
    {
        _leave.Cancel();
        Assert.True(await Make().RunAsync(cancellationToken: _leave.Token).WaitAsync(s_patience));
    }

    [Fact]
    public void Without_a_server_a_request_finds_readiness()
    {
        var recorder = new ResponseRecorder();
        Health.Ready(recorder, TestRequest.New("GET", "/readyz"));
        Assert.Equal((200, "ready\n"), (recorder.Code, recorder.BodyText));
    }

    [Fact]
    public async Task A_callback_that_fails_fails_the_call_and_closes_the_server()
    {
        var server = Make();
        IPEndPoint? address = null;
        await Assert.ThrowsAsync<InvalidDataException>(() => server.RunAsync(() =>
        {
            address = (IPEndPoint)server.LocalEndPoint!;
            throw new InvalidDataException("made to fail");
        }).WaitAsync(s_patience));
        Eventually.True(() => !IsListening(address!), "the server listens");
    }

    private static bool IsListening(IPEndPoint address)
    {
        try
        {
            new RawClient(address, receiveBufferBytes: 0).Dispose();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
