using System.Net;
using RouteGen;
using RouteGen.IO;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Limits;

/// <summary>Times that no timer of the framework counts, such as <see cref="TimeSpan.MaxValue"/> for "never".</summary>
[Collection(ServerCollection.Name)]
public class TimerRangeTests
{
    private static readonly TimeSpan[] s_times = [TimeSpan.FromDays(60), TimeSpan.MaxValue, TimeSpan.FromSeconds(-5), TimeSpan.MinValue];

    public static TheoryData<string, double> Cases()
    {
        var cases = new TheoryData<string, double>();
        foreach (var backend in OperatingSystem.IsLinux() ? ["epoll", "sockets"] : (string[])["sockets"])
            foreach (var time in s_times) cases.Add(backend, time.TotalDays);
        return cases;
    }

    private static TimeSpan TimeOf(double days) => Array.Find(s_times, time => time.TotalDays.Equals(days));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_client_takes_them_for_no_limit(string backend, double days)
    {
        var time = TimeOf(days);
        await using var server = ServerFixture.Async(static async (w, r) => w.Write(await r.Body.ReadAllTextAsync()));
        using var transport = new Transport
        {
            Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
            DialTimeout = time,
            FallbackDelay = time,
            ExpectContinueTimeout = time,
            ResponseHeaderTimeout = time,
            IdleConnTimeout = time,
            MaxConnLifetime = time,
            TlsHandshakeTimeout = time,
        };
        foreach (var roundTripper in (IRoundTripper[])[transport, new Other(transport)])
        {
            var client = new Client { Transport = roundTripper, Timeout = time };
            var request = new Request("POST", $"http://{server.Address}/", Body.From(new MemoryStream("text"u8.ToArray())));
            request.Header.Set("Expect", "100-continue");
            using var response = await Eventually.Of(client.DoAsync(request).AsTask());
            Assert.Equal("text", await Eventually.Of(response.Body.ReadAllTextAsync().AsTask()));
        }

        transport.Dispose();
        server.ExpectNoConn();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_proxy_takes_them_for_a_flush_interval(string backend, double days)
    {
        await using var back = ServerFixture.Async(static async (w, r) =>
        {
            w.Header.Set("Content-Length", "4");
            w.Write("te");
            await w.FlushAsync();
            await Task.Delay(50);
            w.Write("xt");
        });
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        await using var front = new ServerFixture(
            new ReverseProxy($"http://{back.Address}/") { Transport = transport, FlushInterval = TimeOf(days) });
        var client = front.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("text", client.Read().Text);
        client.Dispose();
        front.ExpectNoConn();
        transport.Dispose();
        back.ExpectNoConn();
    }

    [Fact]
    public async Task The_other_family_of_addresses_is_not_tried_before_its_time()
    {
        var dial = new TaskCompletionSource<Conn>();
        var race = new DialRace((_, _) => dial.Task, TimeSpan.MaxValue, deadline: 0, ClientClock.System)
            .RunAsync([IPAddress.IPv6Loopback, IPAddress.Loopback], default);
        Assert.False(race.IsCompleted);
        dial.SetException(new TransportException(TransportError.ConnectionRefused, "The test says so."));
        await Assert.ThrowsAsync<TransportException>(() => Eventually.Of(race.AsTask()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_leaves_takes_them_for_its_limits(bool isDelay)
    {
        foreach (var time in s_times)
        {
            using var leave = new CancellationTokenSource();
            var server = new Server
            {
                Addr = "127.0.0.1:0",
                Handler = Handler.From((HandlerFunc)(static (w, r) => { })),
                DrainDelay = isDelay ? time : TimeSpan.Zero,
                DrainTimeout = isDelay ? TimeSpan.Zero : time,
            };
            var run = server.RunAsync(cancellationToken: leave.Token);
            await leave.CancelAsync();
            // A delay that long ends with the server.
            if (isDelay && time > TimeSpan.Zero) server.Close();
            Assert.True(await Eventually.Of(run));
        }
    }

    [Theory]
    [InlineData(-5.0)]
    [InlineData(-0.001)]
    public async Task A_server_takes_negative_times_for_no_limit_as_in_Go(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        await using var server = ServerFixture.Async(
            static async (w, r) => w.Write(await r.Body.ReadAllTextAsync()),
            new ServerOptions { ReadTimeout = time, ReadHeaderTimeout = time, WriteTimeout = time, IdleTimeout = time });
        var client = server.Connect();
        for (var round = 0; round < 2; round++)
        {
            client.Send("POST / HTTP/1.1\r\nHo");
            // Longer than the steps in which deadlines are looked at.
            await Task.Delay(250);
            client.Send("st: h\r\nContent-Length: 2\r\n\r\na");
            await Task.Delay(250);
            client.Send("b");
            Assert.Equal("ab", client.Read().Text);
        }
    }

    private sealed class Other(IRoundTripper inner) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) =>
            inner.RoundTripAsync(request, cancellationToken);
    }
}
