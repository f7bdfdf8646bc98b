namespace RouteGen.Tests.Client;

public class PoolTests
{
    private readonly FakeBackend _backend = new();
    private readonly FakeClock _clock = new();

    private static string Ok => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Transport NewTransport(int idle = 100, int idlePerHost = 0, int perHost = 0) => new()
    {
        Backend = _backend,
        Clock = _clock,
        MaxIdleConns = idle,
        MaxIdleConnsPerHost = idlePerHost,
        MaxConnsPerHost = perHost,
    };

    // Sends a request and answers it wherever it arrives; the response is left open.
    private async Task<(int Conn, Response Response)> OpenAsync(Transport transport, string host = "10.0.0.1")
    {
        var before = _backend.Dials.Select(static dial => dial.Conn.Sent.Length).ToList();
        var call = transport.RoundTripAsync(new Request("GET", $"http://{host}/")).AsTask();
        var conn = -1;
        await Wait.UntilAsync(() => (conn = Grown(before)) >= 0, "the request was sent");
        _backend.Conn(conn).Arrive(Ok);
        return (conn, await call.WaitAsync(Wait.Limit));
    }

    private int Grown(List<int> before) =>
        _backend.Dials.FindIndex(
            dial => dial.Conn.Sent.Length > (_backend.Dials.IndexOf(dial) is var index && index < before.Count ? before[index] : 0));

    private async Task<int> GetAsync(Transport transport, string host = "10.0.0.1")
    {
        var (conn, response) = await OpenAsync(transport, host);
        Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        return conn;
    }

    private async Task EndAsync(Transport transport)
    {
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    [Fact]
    public async Task The_connection_used_last_is_used_first()
    {
        using var transport = NewTransport();
        var open = new[] { await OpenAsync(transport), await OpenAsync(transport), await OpenAsync(transport) };
        foreach (var index in (int[])[1, 2, 0]) await open[index].Response.Body.ReadAllBytesAsync();
        Assert.Equal((0, 2, 1), ((await OpenAsync(transport)).Conn, (await OpenAsync(transport)).Conn, (await OpenAsync(transport)).Conn));
        foreach (var dial in _backend.Dials) dial.Conn.ArriveEnd();
        foreach (var (_, response) in open) response.Dispose();
        transport.Dispose();
    }

    [Fact]
    public async Task The_global_limit_closes_the_connection_used_least_recently()
    {
        using var transport = NewTransport(idle: 2);
        Assert.Equal(0, await GetAsync(transport, "10.0.0.1"));
        Assert.Equal(1, await GetAsync(transport, "10.0.0.2"));
        Assert.Equal(0, await GetAsync(transport, "10.0.0.1"));
        Assert.Equal(2, await GetAsync(transport, "10.0.0.3"));
        Assert.Equal((0, 1, 0), (_backend.Conn(0).CloseCount, _backend.Conn(1).CloseCount, _backend.Conn(2).CloseCount));
        Assert.Equal(0, await GetAsync(transport, "10.0.0.1"));
        await EndAsync(transport);
    }

    [Fact]
    public async Task The_limit_of_a_host_refuses_the_newcomer()
    {
        using var transport = NewTransport(idlePerHost: 1);
        var (_, first) = await OpenAsync(transport);
        var (_, second) = await OpenAsync(transport);
        await first.Body.ReadAllBytesAsync();
        await second.Body.ReadAllBytesAsync();
        Assert.Equal((0, 1), (_backend.Conn(0).CloseCount, _backend.Conn(1).CloseCount));
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_negative_limit_keeps_nothing()
    {
        using var transport = NewTransport(idlePerHost: -1);
        await GetAsync(transport);
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Waiters_are_served_in_the_order_they_came()
    {
        using var transport = NewTransport(perHost: 1);
        var (_, open) = await OpenAsync(transport);
        var served = new List<int>();
        var calls = new List<Task>();
        for (var index = 0; index < 5; index++)
        {
            var number = index;
            var request = new Request("GET", $"http://10.0.0.1/{number}");
            calls.Add(ReadAsync(transport.RoundTripAsync(request).AsTask(), number));
        }

        Assert.Equal((0, 1, 5), transport.Pool.Counts);
        await open.Body.ReadAllBytesAsync();
        for (var index = 0; index < 5; index++)
        {
            await Wait.UntilAsync(
                () => _backend.Conn(0).Sent.Contains($"GET /{index} ", StringComparison.Ordinal), "the next request was sent");
            Assert.DoesNotContain($"GET /{index + 1} ", _backend.Conn(0).Sent, StringComparison.Ordinal);
            _backend.Conn(0).Arrive(Ok);
            await calls[index].WaitAsync(Wait.Limit);
        }

        Assert.Equal([0, 1, 2, 3, 4], served);
        Assert.Single(_backend.Dials);
        await EndAsync(transport);

        async Task ReadAsync(Task<Response> call, int number)
        {
            using var response = await call;
            served.Add(number);
            await response.Body.ReadAllBytesAsync();
        }
    }

    [Fact]
    public async Task A_cancelled_waiter_is_skipped_and_keeps_no_place()
    {
        using var transport = NewTransport(perHost: 1);
        var (_, open) = await OpenAsync(transport);
        using var source = new CancellationTokenSource();
        var cancelled = transport.RoundTripAsync(new Request("GET", "http://10.0.0.1/a"), source.Token).AsTask();
        var served = transport.RoundTripAsync(new Request("GET", "http://10.0.0.1/b")).AsTask();
        Assert.Equal((0, 1, 2), transport.Pool.Counts);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Wait.Limit));
        Assert.Equal((0, 1, 1), transport.Pool.Counts);
        await open.Body.ReadAllBytesAsync();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.Contains("GET /b ", StringComparison.Ordinal), "the live waiter was served");
        _backend.Conn(0).Arrive(Ok);
        using (var response = await served.WaitAsync(Wait.Limit)) await response.Body.ReadAllBytesAsync();
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_closed_connection_hands_its_slot_to_the_next_waiter()
    {
        using var transport = NewTransport(perHost: 1);
        var (_, open) = await OpenAsync(transport);
        var waiting = transport.RoundTripAsync(new Request("GET", "http://10.0.0.1/")).AsTask();
        Assert.Single(_backend.Dials);
        open.Dispose();
        await Wait.UntilAsync(() => _backend.Dials.Count == 2 && _backend.Conn(1).Sent.Length > 0, "the waiter dialed");
        _backend.Conn(1).Arrive(Ok);
        using (var response = await waiting.WaitAsync(Wait.Limit)) await response.Body.ReadAllBytesAsync();
        await EndAsync(transport);
    }

    [Fact]
    public async Task Closing_idle_connections_refuses_returns_until_the_next_request()
    {
        using var transport = NewTransport();
        var (_, open) = await OpenAsync(transport);
        var (_, other) = await OpenAsync(transport);
        transport.CloseIdleConnections();
        await open.Body.ReadAllBytesAsync();
        Assert.Equal((0, 1, 0), transport.Pool.Counts);
        Assert.Equal(2, await GetAsync(transport));
        await other.Body.ReadAllBytesAsync();
        Assert.Equal((2, 2, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Disposing_ends_waits_and_keeps_nothing_afterwards()
    {
        var transport = NewTransport(perHost: 1);
        var (_, open) = await OpenAsync(transport);
        var waiting = transport.RoundTripAsync(new Request("GET", "http://10.0.0.1/")).AsTask();
        transport.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Wait.Limit));
        Assert.Equal("ok", await open.Body.ReadAllTextAsync());
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.RoundTripAsync(new Request("GET", "http://10.0.0.1/")).AsTask());
        await _backend.UntilAllAreClosedAsync();
    }

    [Theory]
    [InlineData("http://a.test/", "http://a.test:80/x?y", true)]
    [InlineData("http://a.test/", "http://a.test:81/", false)]
    [InlineData("http://a.test/", "http://b.test/", false)]
    [InlineData("http://[::1]/", "http://[::1]:80/", true)]
    [InlineData("http://bücher.test/", "http://xn--bcher-kva.test/", true)]
    public void Keys_are_proxy_scheme_and_address(string left, string right, bool areEqual) =>
        Assert.Equal(areEqual, ConnKey.For(Url.Parse(left)).Equals(ConnKey.For(Url.Parse(right))));
}
