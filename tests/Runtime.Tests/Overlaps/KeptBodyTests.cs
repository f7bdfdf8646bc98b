using System.Collections.Concurrent;
using RouteGen;
using RouteGen.IO;
using Runtime.Tests.Serving;
using RawServer = RouteGen.Tests.Client.RawServer;
using Wait = RouteGen.Tests.Client.Wait;

namespace Runtime.Tests.Overlaps;

/// <summary>Bodies of requests that have ended, sent on by the client.</summary>
[Collection(ServerCollection.Name)]
public class KeptBodyTests
{
    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Sending_the_body_of_a_request_that_has_ended_fails_the_call_and_costs_no_connection(string backend)
    {
        Body? kept = null;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Method == "POST") kept = r.Body;
            await r.Body.ReadAllBytesAsync();
            w.Write("ok");
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        Assert.Equal("ok", client.Read().Text);
        client.Dispose();
        server.ExpectNoConn();
        var url = $"http://{server.Address}/";
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), MaxConnsPerHost = 1 };
        for (var round = 0; round < 3; round++)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(
                () => transport.RoundTripAsync(new Request("POST", url, kept)).AsTask().WaitAsync(Wait.Limit));
            // There is one place for this host, and it is free again.
            using var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit);
            Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        }

        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_served_request_that_ends_while_its_sending_waits_for_a_connection_fails_the_call_and_costs_no_connection(
        string backend)
    {
        var isFree = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var back = ServerFixture.Async(async (w, r) =>
        {
            if (r.Path == "/slow") await isFree.Task;
            w.Write("ok");
        });
        var url = $"http://{back.Address}/";
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), MaxConnsPerHost = 1 };
        Task<Response>? sent = null;
        await using var front = ServerFixture.Async((w, r) =>
        {
            r.Url = Url.Parse(url);
            sent = transport.RoundTripAsync(r).AsTask();
            return Task.CompletedTask;
        });
        var slow = transport.RoundTripAsync(new Request("GET", url + "slow")).AsTask();
        var client = front.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n\r\n");
        Assert.Equal(200, client.Read().Status);
        client.Dispose();
        front.ExpectNoConn();
        isFree.SetResult();
        using (var response = await slow.WaitAsync(Wait.Limit)) Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sent!.WaitAsync(Wait.Limit));
        using (var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit))
            Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    // Following it reads the request, which is over; the redirect's response is nobody's then.
    [Fact]
    public async Task A_redirect_of_a_served_request_that_has_ended_is_disposed()
    {
        var responds = new TaskCompletionSource<Response>(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = new Client { Transport = new Answering(responds.Task) };
        Task<Response>? call = null;
        await using var front = ServerFixture.Async((_, r) =>
        {
            r.Url = Url.Parse("http://a.test/");
            call = client.DoAsync(r).AsTask();
            return Task.CompletedTask;
        });
        var peer = front.Connect();
        peer.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(200, peer.Read().Status);
        peer.Dispose();
        front.ExpectNoConn();
        var body = new RouteGen.Tests.Client.GatedBody();
        var redirect = new Response { StatusCode = 302, Body = body, ContentLength = -1 };
        redirect.Header.Set("Location", "/next");
        responds.SetResult(redirect);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call!.WaitAsync(Wait.Limit));
        Assert.True(body.IsDisposed);
    }

    private sealed class Answering(Task<Response> response) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) => new(response);
    }

    // The notice names the request, on a thread of the pool where an exception would end the process.
    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_forgotten_response_to_a_served_request_that_has_ended_costs_its_connection_alone(string backend)
    {
        await using var back = RawServer.Answering(static (_, _) => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        var log = new ConcurrentQueue<string>();
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), ErrorLog = log.Enqueue };
        await using var front = ServerFixture.Async(async (_, r) =>
        {
            r.Url = Url.Parse(back.Url);
            Assert.Equal(200, (await transport.RoundTripAsync(r)).StatusCode);
        });
        var client = front.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(200, client.Read().Status);
        client.Dispose();
        front.ExpectNoConn();
        await Wait.UntilAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return transport.Pool.Counts == (0, 0, 0) && !log.IsEmpty;
            },
            "the connection is closed and the leak is logged");
        Assert.StartsWith("The response to a request that has ended was neither disposed", Assert.Single(log), StringComparison.Ordinal);
    }
}
