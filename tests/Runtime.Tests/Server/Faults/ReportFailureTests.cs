// A callback of the access log, or a listener of metrics, that throws behind a handler that has failed too.
using System.Diagnostics;
using System.Diagnostics.Metrics;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed class ReportFailureTests
{
    private const string Get = "GET /report HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string OfReport = "A handler failed, and reporting its request failed as well.";

    private static ServerFixture Serve(Exception? failure) => new(Http.AccessLog(
        Handler.From(async (w, r) =>
        {
            await Task.Yield();
            if (failure is not null) throw failure;
            w.Write("ok");
        }),
        static _ => throw new InvalidOperationException("of the callback")));

    [Fact]
    public async Task A_handler_and_its_access_log_that_both_throw_are_both_logged()
    {
        await using var server = Serve(new InvalidOperationException("of the handler"));
        Assert.Equal(500, server.Ask(Get).Status);
        var line = server.TakeLog(OfReport);
        Assert.Contains("of the callback", line, StringComparison.Ordinal);
        Assert.Contains("path=\"/report\"", line, StringComparison.Ordinal);
        Assert.Contains("of the handler", server.TakeLog("A handler failed."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_s_fault_stays_one_when_the_access_log_throws()
    {
        await using var server = Serve(new BadRequestException(422, "not so"));
        Assert.Equal(422, server.Ask(Get).Status);
        server.TakeLog(OfReport);
    }

    [Fact]
    public async Task An_access_log_that_throws_alone_fails_the_request()
    {
        await using var server = Serve(null);
        Assert.Equal(500, server.Ask(Get).Status);
        Assert.Contains("of the callback", server.TakeLog("A handler failed."), StringComparison.Ordinal);
    }

    // The response of a handler that failed within a time limit is discarded, whatever it has written.
    [Fact]
    public async Task Without_a_server_a_failure_within_a_time_limit_is_logged_as_500()
    {
        AccessLogEntry? entry = null;
        var handler = Http.TimeoutHandler(
            Http.AccessLog(
                Handler.From(static (w, _) =>
                {
                    w.Write("begun");
                    throw new InvalidOperationException("on purpose");
                }),
                logged => entry = logged),
            TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await handler.ServeHttpAsync(new ResponseRecorder(), TestRequest.New("GET", "/")));
        Assert.Equal(500, entry!.Value.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_server_both_failures_are_thrown(bool isTimed)
    {
        var handler = Http.AccessLog(
            Handler.From((_, _) => throw new BadRequestException(422, "not so")), static _ => throw new InvalidOperationException());
        if (isTimed) handler = Http.TimeoutHandler(handler, TimeSpan.FromMinutes(1));
        var thrown = await Assert.ThrowsAsync<AggregateException>(
            async () => await handler.ServeHttpAsync(new ResponseRecorder(), TestRequest.New("GET", "/")));
        Assert.Equal(
            [typeof(BadRequestException), typeof(InvalidOperationException)],
            thrown.InnerExceptions.Select(static inner => inner.GetType()));
    }

    [Fact]
    public async Task A_listener_of_metrics_that_throws_does_not_hide_the_handler_s_failure()
    {
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Http.ServerTelemetryName, Name: "http.server.request.duration" })
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>(static (_, _, tags, _) =>
        {
            foreach (var (name, value) in tags)
                if (name == "error.type" && value is string text
                    && text.Contains(nameof(ThrownForListenerException), StringComparison.Ordinal)) throw new InvalidOperationException(
                        "of the listener");
        });
        meters.Start();
        await using var server = new ServerFixture(Http.Instrument(Handler.From((_, _) => throw new ThrownForListenerException())));
        Assert.Equal(500, server.Ask(Get).Status);
        Assert.Contains("of the listener", server.TakeLog(OfReport), StringComparison.Ordinal);
        server.TakeLog("A handler failed.");
    }

    [Fact]
    public async Task A_listener_of_spans_that_throws_does_not_hide_the_handler_s_failure()
    {
        var isThrown = false;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Http.ServerTelemetryName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("url.path") == "/span" && !Interlocked.Exchange(ref isThrown, true))
                    throw new InvalidOperationException("of the listener");
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ServerFixture(Http.Instrument(Handler.From((_, _) => throw new ThrownForListenerException())));
        Assert.Equal(500, server.Ask("GET /span HTTP/1.1\r\nHost: h\r\n\r\n").Status);
        Assert.Contains("of the listener", server.TakeLog(OfReport), StringComparison.Ordinal);
        Assert.Contains(nameof(ThrownForListenerException), server.TakeLog("A handler failed."), StringComparison.Ordinal);
    }

    private sealed class ThrownForListenerException : Exception;
}
