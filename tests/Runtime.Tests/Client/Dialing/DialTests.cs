using System.Net;

namespace RouteGen.Tests.Client;

public class DialTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly FakeBackend _backend = new() { DialsAtOnce = false };

    private Transport NewTransport(int perHost = 0, TimeSpan? dialTimeout = null) =>
        new() { Backend = _backend, MaxConnsPerHost = perHost, DialTimeout = dialTimeout ?? TimeSpan.FromSeconds(30) };

    private async Task EndAsync(Transport transport)
    {
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    private async Task AnswerAsync(int conn, Task<Response> call)
    {
        await Wait.UntilAsync(() => _backend.Conn(conn).Sent.Length > 0, "the request was sent");
        _backend.Conn(conn).Arrive(Ok);
        using var response = await call.WaitAsync(Wait.Limit);
        Assert.Equal("ok", await response.Body.ReadAllTextAsync());
    }

    [Fact]
    public async Task A_connection_that_falls_idle_serves_a_waiter_and_its_dial_goes_to_the_pool()
    {
        using var transport = NewTransport();
        var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "a dial began");
        _backend.Dials[0].Succeed();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.Length > 0, "the request was sent");
        var second = transport.RoundTripAsync(new Request("GET", Url + "second")).AsTask();
        Assert.Equal(2, _backend.Dials.Count);
        _backend.Conn(0).Arrive(Ok);
        using (var response = await first.WaitAsync(Wait.Limit)) await response.Body.ReadAllBytesAsync();
        await Wait.UntilAsync(
            () => _backend.Conn(0).Sent.Contains("GET /second", StringComparison.Ordinal), "the idle connection served the waiter");
        _backend.Dials[1].Succeed();
        await Wait.UntilAsync(() => transport.Pool.Counts == (1, 2, 0), "the late dial is pooled");
        _backend.Conn(0).Arrive(Ok);
        using (var response = await second.WaitAsync(Wait.Limit)) await response.Body.ReadAllBytesAsync();
        Assert.Equal((2, 2, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Cancelling_while_dialing_returns_at_once_and_the_connection_serves_the_next()
    {
        using var transport = NewTransport();
        using var source = new CancellationTokenSource();
        var call = transport.RoundTripAsync(new Request("GET", Url), source.Token).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "a dial began");
        await source.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal((0, 1, 0), transport.Pool.Counts);
        _backend.Dials[0].Succeed();
        await Wait.UntilAsync(() => transport.Pool.Counts == (1, 1, 0), "the dial is pooled");
        await AnswerAsync(0, transport.RoundTripAsync(new Request("GET", Url)).AsTask());
        Assert.Single(_backend.Dials);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_failed_dial_fails_its_caller_and_hands_on_its_slot()
    {
        using var transport = NewTransport(perHost: 1);
        var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        var second = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "a dial began");
        Assert.Equal((0, 1, 2), transport.Pool.Counts);
        _backend.Dials[0].Fail(new TransportException(TransportError.ConnectionRefused, "refused"));
        Assert.Equal(
            TransportError.ConnectionRefused, (await Assert.ThrowsAsync<TransportException>(() => first.WaitAsync(Wait.Limit))).Error);
        await Wait.UntilAsync(() => _backend.Dials.Count == 2, "the next waiter dials");
        _backend.Dials[1].Succeed();
        await AnswerAsync(1, second);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_dial_that_takes_too_long_is_a_timeout_and_not_a_cancellation()
    {
        using var transport = NewTransport(dialTimeout: TimeSpan.FromMilliseconds(1));
        var error = await Assert.ThrowsAsync<TransportException>(
            () => transport.RoundTripAsync(new Request("GET", Url)).AsTask().WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        Assert.Contains("DialTimeout", error.Message, StringComparison.Ordinal);
        await EndAsync(transport);
    }

    [Fact]
    public async Task The_clients_limit_ends_the_wait_for_a_connection()
    {
        using var transport = NewTransport();
        var client = new RouteGen.Client { Transport = transport, Timeout = TimeSpan.FromMilliseconds(200) };
        var error = await Assert.ThrowsAsync<TransportException>(() => client.GetAsync(Url).AsTask().WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        Assert.EndsWith("Client.Timeout exceeded while awaiting headers.", error.Message, StringComparison.Ordinal);
        _backend.Dials[0].Succeed();
        await EndAsync(transport);
    }

    [Fact]
    public async Task Dials_that_nobody_waits_for_are_bounded()
    {
        using var transport = NewTransport();
        using var source = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 100).Select(_ => transport.RoundTripAsync(new Request("GET", Url), source.Token).AsTask()).ToList();
        await Wait.UntilAsync(() => _backend.Dials.Count == 100, "the dials began");
        await source.CancelAsync();
        foreach (var call in calls) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        await Wait.UntilAsync(() => transport.Pool.Counts.Conns == ConnPool.OrphanDialsMax, "the others were cancelled");
        foreach (var dial in _backend.Dials) dial.Succeed();
        await EndAsync(transport);
    }

    [Fact]
    public async Task Disposing_cancels_the_dials_of_those_who_wait()
    {
        var transport = NewTransport();
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "a dial began");
        transport.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.WaitAsync(Wait.Limit));
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 0, 0), "the dial has ended");
        await _backend.UntilAllAreClosedAsync();
    }

    [Fact]
    public async Task Disposing_cancels_the_dials_that_nobody_waits_for()
    {
        var transport = NewTransport();
        using var source = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 3).Select(_ => transport.RoundTripAsync(new Request("GET", Url), source.Token).AsTask()).ToList();
        await Wait.UntilAsync(() => _backend.Dials.Count == 3, "the dials began");
        await source.CancelAsync();
        foreach (var call in calls) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        // One in the middle of the list has ended already.
        _backend.Dials[1].Fail(new TransportException(TransportError.Unreachable, "no"));
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 2, 0), "the others go on");
        transport.Dispose();
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 0, 0), "the dials have ended");
        await _backend.UntilAllAreClosedAsync();
    }

    [Fact]
    public async Task The_port_and_address_of_the_url_are_dialed()
    {
        using var transport = NewTransport();
        var call = transport.RoundTripAsync(new Request("GET", "http://[::1]:8080/")).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "a dial began");
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 8080), _backend.Dials[0].Address);
        _backend.Dials[0].Fail(new TransportException(TransportError.Unreachable, "no"));
        await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit));
        await EndAsync(transport);
    }

    [Theory]
    [InlineData("/x", "no scheme")]
    [InlineData("ftp://a.test/", "scheme \"ftp\"")]
    [InlineData("http:///x", "no host")]
    [InlineData("http://a.test:70000/", "port")]
    public async Task What_cannot_be_dialed_fails_before_a_dial_and_disposes_the_body(string url, string reason)
    {
        using var transport = NewTransport();
        var body = new GatedBody();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => transport.RoundTripAsync(new Request("POST", url, body)).AsTask());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(body.IsDisposed);
        Assert.Empty(_backend.Dials);
    }
}
