using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>The client against connections in memory: what must happen at exactly one moment.</summary>
public class FakeConnTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly FakeBackend _backend = new();
    private readonly FakeClock _clock = new();

    private Transport NewTransport() => new() { Backend = _backend, Clock = _clock };

    private async Task<Response> AnsweredAsync(Transport transport, int conn, string answer = Ok)
    {
        var already = _backend.Dials.Count > conn ? _backend.Conn(conn).Sent.Length : 0;
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count > conn && _backend.Conn(conn).Sent.Length > already, "the request was sent");
        _backend.Conn(conn).Arrive(answer);
        return await call.WaitAsync(Wait.Limit);
    }

    private async Task EndAsync(Transport transport)
    {
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    [Fact]
    public async Task The_connection_is_in_the_pool_when_the_last_byte_is_read()
    {
        using var transport = NewTransport();
        var response = await AnsweredAsync(transport, 0);
        Assert.Equal((0, 1, 0), transport.Pool.Counts);
        var bytes = new byte[2];
        Assert.Equal(2, await response.Body.ReadAsync(bytes));
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        Assert.Equal(0, await response.Body.ReadAsync(bytes));
        await EndAsync(transport);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_response_without_a_body_comes_when_its_connection_is_in_the_pool(string answer)
    {
        using var transport = NewTransport();
        using var response = await AnsweredAsync(transport, 0, answer);
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        Assert.Equal(0, await response.Body.ReadAsync(new byte[1]));
        response.Dispose();
        await AnsweredAsync(transport, 0, answer);
        Assert.Single(_backend.Dials);
        await EndAsync(transport);
    }

    [Theory]
    [InlineData("")]
    [InlineData("H")]
    [InlineData("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_close_or_unasked_bytes_remove_an_idle_connection_at_once(string unasked)
    {
        using var transport = NewTransport();
        using (var response = await AnsweredAsync(transport, 0)) await response.Body.ReadAllBytesAsync();
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        if (unasked.Length == 0) _backend.Conn(0).ArriveEnd();
        else _backend.Conn(0).Arrive(unasked);
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        Assert.Equal(1, _backend.Conn(0).CloseCount);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Bytes_behind_a_response_close_its_connection()
    {
        using var transport = NewTransport();
        using var response = await AnsweredAsync(transport, 0, Ok + "HTTP/1.1 200 forged\r\n\r\n");
        Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Nothing_written_on_a_reused_connection_is_sent_again_even_a_post()
    {
        using var transport = NewTransport();
        using (var first = await AnsweredAsync(transport, 0)) await first.Body.ReadAllBytesAsync();
        _backend.Conn(0).SendError = new TransportException(TransportError.ConnectionReset, "broken pipe");
        var call = transport.RoundTripAsync(new Request("POST", Url, "data")).AsTask();
        // The read side is given a moment to find an answer; then it finds the same failure.
        await Wait.UntilAsync(() => _backend.Conn(0).Deadline != 0, "a deadline is set");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _backend.Conn(0).Expire();
        await Wait.UntilAsync(
            () => _backend.Dials.Count == 2 && _backend.Conn(1).Sent.EndsWith("data", StringComparison.Ordinal), "it was sent again");
        _backend.Conn(1).Arrive(Ok);
        using (var response = await call.WaitAsync(Wait.Limit)) Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        await EndAsync(transport);
    }

    [Theory]
    [InlineData("GET", false, true)]
    [InlineData("HEAD", false, true)]
    [InlineData("OPTIONS", false, true)]
    [InlineData("TRACE", false, true)]
    [InlineData("POST", false, false)]
    [InlineData("PUT", false, false)]
    [InlineData("DELETE", false, false)]
    [InlineData("POST", true, true)]
    public async Task A_written_request_is_sent_again_only_if_that_does_no_harm(string method, bool hasKey, bool isRetried)
    {
        using var transport = NewTransport();
        using (var first = await AnsweredAsync(transport, 0)) await first.Body.ReadAllBytesAsync();
        var request = new Request(method, Url);
        if (hasKey) request.Header.Set("Idempotency-Key", "k");
        var call = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(
            () => _backend.Conn(0).Sent.Contains(method + " / HTTP/1.1\r\n", StringComparison.Ordinal), "the request was sent");
        _backend.Conn(0).ArriveEnd();
        if (isRetried)
        {
            await Wait.UntilAsync(() => _backend.Dials.Count == 2 && _backend.Conn(1).Sent.Length > 0, "it was sent again");
            _backend.Conn(1).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
            Assert.Equal(204, (await call.WaitAsync(Wait.Limit)).StatusCode);
        }
        else
        {
            var error = await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit));
            Assert.Equal(TransportError.ServerClosedIdle, error.Error);
            Assert.Single(_backend.Dials);
        }

        await EndAsync(transport);
    }

    [Fact]
    public async Task A_failure_after_the_first_byte_of_a_response_is_not_tried_again()
    {
        using var transport = NewTransport();
        using (var first = await AnsweredAsync(transport, 0)) await first.Body.ReadAllBytesAsync();
        var sent = _backend.Conn(0).Sent.Length;
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.Length > sent, "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 2");
        _backend.Conn(0).ArriveEnd();
        Assert.Equal(TransportError.UnexpectedEof, (await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit))).Error);
        Assert.Single(_backend.Dials);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_fresh_connection_that_fails_is_not_tried_again()
    {
        using var transport = NewTransport();
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).ArriveEnd();
        Assert.Equal(TransportError.UnexpectedEof, (await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit))).Error);
        Assert.Single(_backend.Dials);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_response_counts_although_the_write_failed()
    {
        using var transport = NewTransport();
        var body = new GatedBody();
        var call = transport.RoundTripAsync(new Request("POST", Url, body)).AsTask();
        await Wait.UntilAsync(
            () => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.EndsWith("\r\n\r\n", StringComparison.Ordinal), "the head was sent");
        _backend.Conn(0).SendError = new TransportException(TransportError.ConnectionReset, "broken pipe");
        body.Give("x");
        await Wait.UntilAsync(() => body.IsDisposed, "the write has failed");
        _backend.Conn(0).Arrive("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(413, (await call.WaitAsync(Wait.Limit)).StatusCode);
        await EndAsync(transport);
    }

    [Fact]
    public async Task An_early_response_is_given_while_the_body_is_still_written_and_its_connection_is_not_used_again()
    {
        using var transport = NewTransport();
        var body = new GatedBody();
        var call = transport.RoundTripAsync(new Request("POST", Url, body)).AsTask();
        await Wait.UntilAsync(
            () => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.EndsWith("\r\n\r\n", StringComparison.Ordinal), "the head was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 413 Too Large\r\nContent-Length: 1\r\n\r\nx");
        using (var response = await call.WaitAsync(Wait.Limit)) Assert.Equal("x", await response.Body.ReadAllTextAsync());
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        await Wait.UntilAsync(() => body.IsDisposed, "the body is disposed");
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_response_that_is_a_little_early_leaves_the_connection_usable()
    {
        using var transport = NewTransport();
        var body = new GatedBody();
        var call = transport.RoundTripAsync(new Request("POST", Url, body)).AsTask();
        await Wait.UntilAsync(
            () => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.EndsWith("\r\n\r\n", StringComparison.Ordinal), "the head was sent");
        body.Give("x");
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.EndsWith("1\r\nx\r\n", StringComparison.Ordinal), "the chunk was sent");
        _backend.Conn(0).Arrive(Ok);
        using var response = await call.WaitAsync(Wait.Limit);
        body.End();
        await Wait.UntilAsync(() => body.IsDisposed, "the body is written");
        Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_large_body_waits_for_the_socket()
    {
        using var transport = NewTransport();
        using (var first = await AnsweredAsync(transport, 0)) await first.Body.ReadAllBytesAsync();
        _backend.Conn(0).SendRoom = 1000;
        var call = transport.RoundTripAsync(new Request("POST", Url, new byte[100_000])).AsTask();
        Assert.False(call.IsCompleted);
        _backend.Conn(0).MakeSendRoom();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.Length > 100_000, "the rest was sent");
        _backend.Conn(0).Arrive(Ok);
        using (var response = await call.WaitAsync(Wait.Limit)) Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_head_and_a_chunked_body_may_come_byte_by_byte()
    {
        using var transport = NewTransport();
        const string answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 5\r\nX-More: "
                + "z\r\n\r\n";
        for (var round = 0; round < 3; round++)
        {
            var sent = round == 0 ? 0 : _backend.Conn(0).Sent.Length;
            var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
            await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > sent, "the request was sent");
            var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            foreach (var letter in answer[..head]) _backend.Conn(0).Arrive(letter.ToString());
            using var response = await call.WaitAsync(Wait.Limit);
            Assert.NotNull(response.Trailer);
            Assert.Equal((-1, true), (response.ContentLength, response.IsChunked));
            var reading = response.Body.ReadAllTextAsync().AsTask();
            foreach (var letter in answer[head..]) _backend.Conn(0).Arrive(letter.ToString());
            Assert.Equal("abcde", await reading.WaitAsync(Wait.Limit));
            Assert.Equal(("5", "z"), (response.Trailer.Get("X-Sum"), response.Trailer.Get("x-more")));
            Assert.Equal("", response.Header.Get("Transfer-Encoding"));
        }

        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task The_caller_goes_on_on_the_thread_that_brings_the_answer()
    {
        using var transport = NewTransport();
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        var reading = ReadAsync(call);
        var here = 0;
        var io = new Thread(() =>
        {
            here = Environment.CurrentManagedThreadId;
            _backend.Conn(0).Arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            _backend.Conn(0).Arrive("ok");
        });
        io.Start();
        var (head, body) = await reading.WaitAsync(Wait.Limit);
        io.Join();
        Assert.Equal((here, here), (head, body));
        await EndAsync(transport);

        static async Task<(int Head, int Body)> ReadAsync(Task<Response> call)
        {
            using var response = await call.ConfigureAwait(false);
            var head = Environment.CurrentManagedThreadId;
            await response.Body.ReadAllBytesAsync().ConfigureAwait(false);
            return (head, Environment.CurrentManagedThreadId);
        }
    }

    [Fact]
    public async Task Response_header_timeout_counts_from_the_written_request()
    {
        using var transport = new Transport { Backend = _backend, Clock = _clock, ResponseHeaderTimeout = TimeSpan.FromSeconds(3) };
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        await Wait.UntilAsync(() => _backend.Conn(0).Deadline == _clock.Ticks + 3000, "the deadline is set");
        _clock.Advance(TimeSpan.FromSeconds(3));
        _backend.Conn(0).Expire();
        var error = await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        Assert.Contains("ResponseHeaderTimeout", error.Message, StringComparison.Ordinal);
        await EndAsync(transport);
    }

    [Fact]
    public async Task An_idle_deadline_that_passes_as_the_connection_is_lent_looks_like_a_close()
    {
        using var transport = NewTransport();
        using (var first = await AnsweredAsync(transport, 0)) await first.Body.ReadAllBytesAsync();
        var call = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        _backend.Conn(0).Expire();
        await Wait.UntilAsync(() => _backend.Dials.Count == 2 && _backend.Conn(1).Sent.Length > 0, "it was sent again");
        _backend.Conn(1).Arrive(Ok);
        using (var response = await call.WaitAsync(Wait.Limit)) Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        await EndAsync(transport);
    }

    [Fact]
    public async Task Idle_time_is_bounded_by_a_deadline_and_by_the_wall_clock()
    {
        using var transport = NewTransport();
        using (var first = await AnsweredAsync(transport, 0)) await first.Body.ReadAllBytesAsync();
        Assert.Equal(_clock.Ticks + 90_000, _backend.Conn(0).Deadline);
        // The machine was suspended: no deadline has passed, and yet the connection is old.
        _clock.Advance(TimeSpan.FromSeconds(90));
        using (var second = await AnsweredAsync(transport, 1)) await second.Body.ReadAllBytesAsync();
        Assert.Equal(1, _backend.Conn(0).CloseCount);
        _backend.Conn(1).Expire();
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_connection_is_not_used_beyond_its_lifetime()
    {
        using var transport = NewTransport();
        for (var round = 0; round < 10; round++)
        {
            using (var response = await AnsweredAsync(transport, 0)) await response.Body.ReadAllBytesAsync();
            Assert.Equal((1, 1, 0), transport.Pool.Counts);
            _clock.Advance(TimeSpan.FromSeconds(59));
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        using (var response = await AnsweredAsync(transport, 1)) await response.Body.ReadAllBytesAsync();
        Assert.Equal(1, _backend.Conn(0).CloseCount);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Silence_in_a_body_ends_it_and_the_time_a_reader_takes_does_not()
    {
        using var transport = NewTransport();
        var limits = new ExchangeLimits(_clock.Ticks + 100_000, coversBody: false, silenceMs: 100_000);
        var call = transport.RoundTripAsync(new Request("GET", Url), limits, default).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na");
        using var response = await call.WaitAsync(Wait.Limit);
        Assert.Equal(0, _backend.Conn(0).Deadline);
        _clock.Advance(TimeSpan.FromHours(1));
        var buffer = new byte[9];
        Assert.Equal(1, await response.Body.ReadAsync(buffer));
        var reading = response.Body.ReadAsync(buffer).AsTask();
        Assert.Equal(_clock.Ticks + 100_000, _backend.Conn(0).Deadline);
        _clock.Advance(TimeSpan.FromSeconds(100));
        _backend.Conn(0).Expire();
        Assert.True((await Assert.ThrowsAsync<TransportException>(() => reading.WaitAsync(Wait.Limit))).IsTimeout);
        await EndAsync(transport);
    }

    [Fact]
    public async Task A_total_limit_covers_the_body()
    {
        using var transport = NewTransport();
        var limits = new ExchangeLimits(_clock.Ticks + 5000, coversBody: true, silenceMs: 0);
        var call = transport.RoundTripAsync(new Request("GET", Url), limits, default).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na");
        using var response = await call.WaitAsync(Wait.Limit);
        Assert.Equal(_clock.Ticks + 5000, _backend.Conn(0).Deadline);
        var reading = response.Body.ReadAllBytesAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(5));
        _backend.Conn(0).Expire();
        var error = await Assert.ThrowsAsync<TransportException>(() => reading.WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        Assert.EndsWith("Client.Timeout exceeded while reading body.", error.Message, StringComparison.Ordinal);
        await EndAsync(transport);
    }

    [Fact]
    public async Task Idle_connections_hold_no_exchange_of_a_cancelled_token()
    {
        using var transport = NewTransport();
        using var source = new CancellationTokenSource();
        var call = transport.RoundTripAsync(new Request("GET", Url), source.Token).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).Arrive(Ok);
        using (var response = await call.WaitAsync(Wait.Limit)) await response.Body.ReadAllBytesAsync();
        await source.CancelAsync();
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        using (var response = await AnsweredAsync(transport, 0)) await response.Body.ReadAllBytesAsync();
        await EndAsync(transport);
    }
}
