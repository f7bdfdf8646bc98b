using System.Diagnostics;
using Runtime.Tests.Support;

namespace RouteGen.Tests.Client;

/// <summary>The listeners are the process's; only these tests instrument a client.</summary>
public sealed class ClientTelemetryTests : IDisposable
{
    private readonly TelemetryListeners _heard = new(Http.ClientTelemetryName);

    public void Dispose() => _heard.Dispose();

    [Fact]
    public async Task A_request_is_measured_under_the_names_of_the_convention_and_its_trace_goes_on()
    {
        var seen = "";
        await using var server = RawServer.Answering((_, request) =>
        {
            seen = request;
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        });
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = Http.Instrument(transport) };
        var request = new Request("GET", $"http://u:p@127.0.0.1:{server.Port}/a?b=c");
        (await client.DoAsync(request).AsTask().WaitAsync(Wait.Limit)).Dispose();

        var span = Assert.Single(_heard.Activities);
        Assert.Equal(("GET", ActivityKind.Client, ActivityStatusCode.Error), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal($"{server.Url}a?b=c", span.GetTagItem("url.full"));
        Assert.Contains($"\r\nTraceparent: 00-{span.TraceId}-{span.SpanId}-01\r\n", seen);
        Assert.False(request.Header.Has("traceparent"));

        var duration = Assert.Single(_heard.Measured, measured => measured.Name == "http.client.request.duration");
        Assert.Equal(
            $"error.type=404 http.request.method=GET http.response.status_code=404 network.protocol.version=1.1 server.address=127.0.0.1 "
                + $"server.port={server.Port} url.scheme=http",
            duration.Tags);
        Assert.InRange(duration.Value, 0, 60);
        Assert.Equal(
            [1, -1], _heard.Measured.Where(measured => measured.Name == "http.client.active_requests").Select(measured => measured.Value));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_failure_is_named_by_its_kind()
    {
        var server = RawServer.Answering(static (_, _) => "");
        var url = server.Url;
        await server.DisposeAsync();
        using var transport = new Transport();
        var instrumented = Http.Instrument(transport);
        var request = new Request("BREW", url);
        request.Header.Set("traceparent", "mine");
        await Assert.ThrowsAsync<TransportException>(() => instrumented.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(
            ("HTTP", ActivityStatusCode.Error, "BREW"),
            (_heard.Activities.Single().DisplayName, _heard.Activities.Single().Status,
                _heard.Activities.Single().GetTagItem("http.request.method_original")));
        Assert.Contains(
            "error.type=ConnectionRefused http.request.method=_OTHER",
            Assert.Single(_heard.Measured, measured => measured.Name == "http.client.request.duration").Tags);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_listener_that_fails_fails_its_call_and_leaks_neither_connection_nor_body(bool atStart)
    {
        using var failing = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Http.ClientTelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => { if (atStart) throw new InvalidDataException("made to fail"); },
            ActivityStopped = _ => { if (!atStart) throw new InvalidDataException("made to fail"); },
        };
        ActivitySource.AddActivityListener(failing);
        await using var server = RawServer.Answering(static (_, _) => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = Http.Instrument(transport) };
        using var sent = new MemoryStream(new byte[3]);
        var call = client.PostAsync(server.Url, "text/plain", Body.From(sent, 3)).AsTask();
        await Assert.ThrowsAsync<InvalidDataException>(() => call.WaitAsync(Wait.Limit));
        await Wait.UntilAsync(() => !sent.CanRead, "the body is disposed");
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_replace_the_failure_of_the_call()
    {
        using var failing = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Http.ClientTelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ => throw new InvalidDataException("of the listener"),
        };
        ActivitySource.AddActivityListener(failing);
        using var transport = new Transport
        { DialContext = static (_, _, _) => throw new TransportException(TransportError.Other, "mine") };
        var client = new RouteGen.Client { Transport = Http.Instrument(transport) };
        var failure = await Assert.ThrowsAsync<TransportException>(() => client.GetAsync("http://a.test/").AsTask());
        Assert.Equal("mine", failure.GetBaseException().Message);
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
