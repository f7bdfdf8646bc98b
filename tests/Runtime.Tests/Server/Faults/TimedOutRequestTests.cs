using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>Requests that do not arrive in time are seen by the hook and by the metrics.</summary>
[Collection(ServerCollection.Name)]
public sealed class TimedOutRequestTests : IDisposable
{
    private readonly ConcurrentQueue<RefusedRequest> _seen = new();
    private readonly ConcurrentQueue<string> _counted = new();
    private readonly MeterListener _meters = new();

    public TimedOutRequestTests()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Http.ServerTelemetryName, Name: "routegen.server.refused_requests" })
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, _, tags, _) => _counted.Enqueue($"{tags[0].Value}"));
    }

    public void Dispose() => _meters.Dispose();

    private ServerFixture Serve(AsyncHandlerFunc handler, TimeSpan? head, TimeSpan? read)
    {
        var server = new ServerFixture(
            Http.Instrument(Handler.From(handler)),
            new ServerOptions { OnRefused = _seen.Enqueue, ReadHeaderTimeout = head, ReadTimeout = read });
        _meters.Start();
        return server;
    }

    [Fact]
    public async Task A_head_that_takes_too_long_is_seen_with_its_first_bytes_and_status_408()
    {
        await using var server = Serve((_, _) => Task.CompletedTask, TimeSpan.FromMilliseconds(300), null);
        var client = server.Connect();
        client.Send("GET /slow HTTP/1.1\r\nHos");
        Assert.Equal("", client.ReadToEnd());
        Eventually.True(() => !_seen.IsEmpty, "the hook was not called");
        var refused = Assert.Single(_seen);
        Assert.Equal((RejectReason.HeadTimedOut, 408), (refused.Reason, refused.StatusCode));
        Assert.StartsWith("GET /slow HTTP/1.1", refused.FirstBytes, StringComparison.Ordinal);
        Eventually.True(() => _counted.Contains("HeadTimedOut"), "it was not counted");
    }

    [Fact]
    public async Task A_connection_that_sent_nothing_is_not_a_request()
    {
        await using var server = Serve((_, _) => Task.CompletedTask, TimeSpan.FromMilliseconds(300), null);
        Assert.Equal("", server.Connect().ReadToEnd());
        Assert.Empty(_seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_takes_too_long_is_seen_once(bool blocks)
    {
        await using var server = Serve(
            async (_, r) =>
            {
                for (var attempt = 0; attempt < 2; attempt++)
                    await Record.ExceptionAsync(
                        async () => Assert.NotNull(blocks ? r.Body.ReadAllBytes(100) : await r.Body.ReadAllBytesAsync(100)));
            },
            null,
            TimeSpan.FromMilliseconds(300));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
        var answer = client.Read();
        Assert.Equal((200, "close"), (answer.Status, answer["Connection"]));
        client.ExpectEnd();
        Eventually.True(() => !_seen.IsEmpty, "the hook was not called");
        Assert.Equal((RejectReason.BodyTimedOut, 408), (Assert.Single(_seen).Reason, _seen.First().StatusCode));
        Eventually.True(() => _counted.Contains("BodyTimedOut"), "it was not counted");
    }
}
