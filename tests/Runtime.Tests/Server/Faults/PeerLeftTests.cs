using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>The peer leaves: what handlers around the cancelled one make of it.</summary>
[Collection(ServerCollection.Name)]
public sealed class PeerLeftTests
{
    [Theory]
    [InlineData("close", "")]
    [InlineData("half", "")]
    [InlineData("reset", "")]
    [InlineData("close", "abc")]
    public async Task A_time_limit_whose_peer_has_left_is_499_in_the_access_log_and_no_status_in_the_metrics(string how, string body)
    {
        var statuses = new ConcurrentQueue<string>();
        var entries = new ConcurrentQueue<int>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Http.ServerTelemetryName, Name: "http.server.request.duration" })
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var status = "none";
            foreach (var (name, value) in tags)
                if (name == "http.response.status_code") status = $"{value}";
            statuses.Enqueue(status);
        });
        meters.Start();
        using var begun = new SemaphoreSlim(0);
        var limited = Http.TimeoutHandler(
            Handler.From(async (w, r) =>
            {
                var token = r.Context.CancellationToken;
                await r.Body.ReadAllBytesAsync(100);
                w.Write("in memory");
                begun.Release();
                await Task.Delay(-1, token);
            }),
            TimeSpan.FromMinutes(10));
        await using var server = new ServerFixture(Http.AccessLog(Http.Instrument(limited), entry => entries.Enqueue(entry.StatusCode)));
        var client = server.Connect();
        client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        if (how == "reset") client.Reset();
        else if (how == "half") client.EndSending();
        else client.Dispose();
        Eventually.True(() => !entries.IsEmpty, "no access log");
        Assert.Equal((499, "none"), (Assert.Single(entries), Assert.Single(statuses)));
        if (how == "half") client.ExpectEnd();
    }

    [Fact]
    public async Task A_callback_of_the_cancellation_that_throws_is_logged_with_its_request()
    {
        using var begun = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            var token = r.Context.CancellationToken;
            using var registration = token.Register(static () => throw new InvalidOperationException("of the callback"));
            begun.Release();
            await Task.Delay(-1, token);
        });
        var client = server.Connect();
        client.Send("GET /watched HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        client.Dispose();
        var line = server.TakeLog("A callback registered for the cancellation of a request failed.");
        Assert.Contains("method=GET path=\"/watched\"", line, StringComparison.Ordinal);
        Assert.Contains("peer=127.0.0.1:", line, StringComparison.Ordinal);
        Assert.Contains("of the callback", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shutdown_waits_for_a_handler_whose_peer_left_bytes_unread_until_its_token_or_Close()
    {
        using var begun = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            var token = r.Context.CancellationToken;
            begun.Release();
            await Record.ExceptionAsync(async () => await Task.Delay(-1, token));
        });
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        // The bytes of a request to come hide the end of the stream behind them.
        client.Send("GET / HTTP/1.1\r\n");
        client.EndSending();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Server.ShutdownAsync(limit.Token));
        server.Server.Close();
        await Eventually.Of(server.Server.ShutdownAsync());
    }
}
