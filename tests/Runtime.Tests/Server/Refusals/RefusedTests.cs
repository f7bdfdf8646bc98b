using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class RefusedTests
{
    [Fact]
    public async Task A_refused_request_is_seen_once_with_its_reason_its_peer_and_its_first_bytes_escaped()
    {
        var seen = new ConcurrentQueue<RefusedRequest>();
        await using var server = new ServerFixture((_, _) => Assert.Fail("served"), new ServerOptions { OnRefused = seen.Enqueue });
        var client = server.Connect();
        client.Send("GET /\x1b[2J\"\\ HTTP/1.1\r\nHost: h\r\nX: " + new string('y', 300) + "\r\n\r\n");
        Assert.Equal(400, client.Read().Status);
        client.ExpectEnd();
        var refused = Assert.Single(seen);
        Assert.Equal((RejectReason.InvalidTargetByte, 400), (refused.Reason, refused.StatusCode));
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)refused.RemoteEndPoint).Address);
        Assert.StartsWith("GET /\\x1b[2J\\x22\\x5c HTTP/1.1\\x0d\\x0aHost: h", refused.FirstBytes, StringComparison.Ordinal);
        Assert.EndsWith("...", refused.FirstBytes, StringComparison.Ordinal);
        Assert.InRange(refused.FirstBytes.Length, 128, 128 * 4 + 3);
        Assert.NotEmpty(refused.Description);
        var line = $"{refused.RemoteEndPoint} 400 InvalidTargetByte: {refused.Description} \"{refused.FirstBytes}\"";
        Assert.Equal(line, $"{refused}");
    }

    [Fact]
    public async Task A_hook_that_throws_is_logged_and_the_refusal_is_sent()
    {
        await using var server = new ServerFixture(
            (_, _) => { }, new ServerOptions { OnRefused = _ => throw new InvalidOperationException("on purpose") });
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\n\r\n");
        Assert.Equal(400, client.Read().Status);
        client.ExpectEnd();
        Assert.Contains("peer=127.0.0.1:", server.TakeLog("The OnRefused hook failed."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_requests_are_counted_by_their_reason()
    {
        var counted = new ConcurrentQueue<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Http.ServerTelemetryName, Name: "routegen.server.refused_requests" })
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue($"{tags[0].Key}={tags[0].Value}"));
        await using var server = new ServerFixture(Http.Instrument(new FuncHandler((_, _) => default)));
        meters.Start();
        Assert.Equal(400, server.Ask("GET / HTTP/1.1\r\n\r\n").Status);
        Eventually.True(() => counted.Contains("error.type=MissingHost"), "it was not counted");
    }
}
