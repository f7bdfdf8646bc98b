using System.Diagnostics;
using System.Reflection;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>Responses that arrive while their requests are still written.</summary>
public sealed class EarlyResponseTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Bodiless = "HTTP/1.1 204 No Content\r\n\r\n";

    // Time that a writer has to finish (PersistConn.WriteWaitMs). A timer may fire a little early.
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(40);

    // The first exchange ends, and its connection begins the second one before the wait for the first writer continues.
    [Fact]
    public async Task Wait_for_a_writer_does_not_end_that_for_the_writer_of_the_next_request()
    {
        // If this machine is slow, the first writer exceeds its time.
        for (var attempt = 0; attempt < 100; attempt++)
            if (await TryAsync()) return;
        Assert.Fail("No first request was written in time.");
    }

    private static async Task<bool> TryAsync()
    {
        var backend = new FakeBackend();
        using var transport = new Transport { Backend = backend };
        var (firstBody, secondBody) = (new GatedBody(), new GatedBody());
        Task<Response>? second = null;
        long start = 0;
        var first = new Request("POST", Url, firstBody) { ContentLength = 1 };
        new ClientTrace
        {
            PutIdleConn = failure =>
            {
                if (failure is not null || second is not null) return;
                second = transport.RoundTripAsync(new Request("POST", Url, secondBody) { ContentLength = 1 }).AsTask();
                start = Stopwatch.GetTimestamp();
                backend.Conn(0).Arrive(Bodiless);
            },
        }.AddTo(first.Context);
        var call = transport.RoundTripAsync(first).AsTask();
        firstBody.Give("x");
        await UntilSentAsync(backend, "\r\n\r\nx");
        backend.Conn(0).Arrive(Bodiless);
        firstBody.End();
        Assert.Equal(204, (await call.WaitAsync(Wait.Limit)).StatusCode);
        if (second is not null)
        {
            Assert.Equal(204, (await second.WaitAsync(Wait.Limit)).StatusCode);
            Assert.True(Stopwatch.GetElapsedTime(start) >= s_wait, "The second writer did not get its time.");
            Assert.Single(backend.Dials);
        }

        await Wait.UntilNothingIsLeftAsync(transport);
        await backend.UntilAllAreClosedAsync();
        return second is not null;
    }

    // Only a thread with a use of the connection may touch the input. The writer that ends the exchange has none.
    [Fact]
    public async Task Response_that_waits_for_its_writer_holds_no_input()
    {
        var backend = new FakeBackend();
        using var transport = new Transport { Backend = backend };
        var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await UntilSentAsync(backend, "\r\n\r\n");
        backend.Conn(0).Arrive(Bodiless);
        await first.WaitAsync(Wait.Limit);
        var conn = (PersistConn)transport.Pool.TryTake(ConnKey.For(RouteGen.Url.Parse(Url)))!;
        transport.Pool.PutOrClose(conn);

        var body = new GatedBody();
        var call = transport.RoundTripAsync(new Request("POST", Url, body) { ContentLength = 1 }).AsTask();
        await Wait.UntilAsync(() => backend.Conn(0).Sent.Contains("Content-Length: 1\r\n", StringComparison.Ordinal), "the head was sent");
        backend.Conn(0).Arrive(Bodiless);
        Assert.False(HoldsInput(conn));
        body.End(new InvalidOperationException("of the body"));
        await Record.ExceptionAsync(() => call.WaitAsync(Wait.Limit));
        await Wait.UntilNothingIsLeftAsync(transport);
        await backend.UntilAllAreClosedAsync();
    }

    private static bool HoldsInput(PersistConn conn)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var input = typeof(PersistConn).GetField("_input", Hidden)!.GetValue(conn);
        return typeof(InputBuffer).GetField("_array", Hidden)!.GetValue(input) is not null;
    }

    private static Task UntilSentAsync(FakeBackend backend, string end) => Wait.UntilAsync(
        () => backend.Dials.Count > 0 && backend.Conn(0).Sent.EndsWith(end, StringComparison.Ordinal), "the request was sent");
}
