namespace RouteGen.Tests.Client;

public class CancelTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly FakeBackend _backend = new();

    private async Task EndAsync(Transport transport)
    {
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_while_the_head_is_awaited_closes_the_connection(bool byContext)
    {
        using var transport = new Transport { Backend = _backend };
        using var source = new CancellationTokenSource();
        var request = new Request("GET", Url, null, byContext ? new RequestContext(source.Token) : null);
        var call = transport.RoundTripAsync(request, byContext ? default : source.Token).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        await source.CancelAsync();
        Assert.Equal(
            source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit))).CancellationToken);
        Assert.Equal(1, _backend.Conn(0).CloseCount);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_cancelled_token_sends_nothing()
    {
        using var transport = new Transport { Backend = _backend };
        var body = new GatedBody();
        var request = new Request("POST", Url, body);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transport.RoundTripAsync(request, new CancellationToken(true)).AsTask());
        Assert.Empty(_backend.Dials);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Cancelling_while_the_body_is_written_ends_its_read_and_disposes_it()
    {
        using var transport = new Transport { Backend = _backend };
        using var source = new CancellationTokenSource();
        var body = new GatedBody();
        var call = transport.RoundTripAsync(new Request("POST", Url, body), source.Token).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the head was sent");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        await Wait.UntilAsync(() => body.IsDisposed, "the body is disposed");
        await EndAsync(transport);
    }

    [Fact]
    public async Task Cancelling_while_a_send_waits_ends_it()
    {
        using var transport = new Transport { Backend = _backend };
        using (var first = await WarmAsync(transport)) await first.Body.ReadAllBytesAsync();
        _backend.Conn(0).SendRoom = 10;
        using var source = new CancellationTokenSource();
        var call = transport.RoundTripAsync(new Request("POST", Url, new byte[100_000]), source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        await EndAsync(transport);
    }

    [Fact]
    public async Task Cancelling_a_read_ends_the_body()
    {
        using var transport = new Transport { Backend = _backend };
        using var response = await WarmAsync(transport, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        using var source = new CancellationTokenSource();
        var reading = response.Body.ReadAsync(new byte[2], source.Token).AsTask();
        Assert.False(reading.IsCompleted);
        await source.CancelAsync();
        Assert.Equal(
            source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Wait.Limit))).CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response.Body.ReadAsync(new byte[2]).AsTask());
        await EndAsync(transport);
    }

    [Fact]
    public async Task The_context_ends_a_body_and_the_token_of_the_call_does_not()
    {
        using var transport = new Transport { Backend = _backend };
        using var call = new CancellationTokenSource();
        using var context = new CancellationTokenSource();
        var request = new Request("GET", Url, null, new RequestContext(context.Token));
        var answer = transport.RoundTripAsync(request, call.Token).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        using var response = await answer.WaitAsync(Wait.Limit);
        await call.CancelAsync();
        Assert.Equal(0, _backend.Conn(0).CloseCount);
        var reading = response.Body.ReadAsync(new byte[2]).AsTask();
        await context.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Wait.Limit));
        await EndAsync(transport);
    }

    [Fact]
    public async Task Disposing_a_response_ends_a_read_of_its_body()
    {
        using var transport = new Transport { Backend = _backend };
        using var response = await WarmAsync(transport, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        var reading = response.Body.ReadAsync(new byte[2]).AsTask();
        response.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Wait.Limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => response.Body.ReadAsync(new byte[2]).AsTask());
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_cancel_that_races_with_the_answer_leaks_nothing()
    {
        using var transport = new Transport { Backend = _backend };
        for (var round = 0; round < 500; round++)
        {
            using var source = new CancellationTokenSource();
            var call = transport.RoundTripAsync(new Request("GET", Url), source.Token).AsTask();
            await Wait.UntilAsync(
                () => _backend.Dials.Any(static dial => dial.Conn.CloseCount == 0 && Owes(dial.Conn)), "the request was sent");
            var conn = _backend.Dials.First(static dial => dial.Conn.CloseCount == 0 && Owes(dial.Conn)).Conn;
            var answering = Task.Run(() => conn.Arrive(Ok));
            var cancelling = Task.Run(source.Cancel);
            try
            {
                using var response = await call.WaitAsync(Wait.Limit);
                Assert.Equal("ok", await response.Body.ReadAllTextAsync());
            }
            catch (OperationCanceledException)
            {
                Assert.True(source.IsCancellationRequested);
            }

            await Task.WhenAll(answering, cancelling);
            conn.Answered = conn.Sent.Length;
        }

        await EndAsync(transport);

        static bool Owes(FakeConn conn) => conn.Sent.Length > conn.Answered;
    }

    private async Task<Response> WarmAsync(Transport transport, string answer = Ok)
    {
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).Arrive(answer);
        return await call.WaitAsync(Wait.Limit);
    }
}
