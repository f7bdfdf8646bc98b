using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>The exact bytes of requests (BEHAVIOUR C10).</summary>
public class RequestBytesTests
{
    private readonly FakeBackend _backend = new();

    private async Task<string> SentAsync(Request request, bool disableKeepAlives = false)
    {
        using var transport = new Transport { Backend = _backend, DisableKeepAlives = disableKeepAlives, DisableCompression = true };
        var call = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(
            () => call.IsCompleted || (_backend.Dials.Count == 1 && _backend.Conn(0).Sent.Contains("\r\n\r\n", StringComparison.Ordinal)),
            "the head was sent");
        if (_backend.Dials.Count == 1)
        {
            _backend.Conn(0).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
            using var response = await call.WaitAsync(Wait.Limit);
        }

        if (call.IsFaulted) await call;
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
        return _backend.Conn(0).Sent;
    }

    private static Request NewRequest(string method, string url, Body? body = null, params string[] fields)
    {
        var request = new Request(method, url, body);
        request.Header.Set("User-Agent", "t/1");
        foreach (var field in fields)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            request.Header.Add(field[..colon], field[(colon + 1)..]);
        }

        return request;
    }

    [Theory]
    [InlineData("GET", "http://a.test", "GET / HTTP/1.1\r\nHost: a.test\r\nUser-Agent: t/1\r\n\r\n")]
    [InlineData("", "http://a.test/?x=1", "GET /?x=1 HTTP/1.1\r\nHost: a.test\r\nUser-Agent: t/1\r\n\r\n")]
    [InlineData("POST", "http://a.test:80/p", "POST /p HTTP/1.1\r\nHost: a.test:80\r\nUser-Agent: t/1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("PUT", "http://a.test:/p", "PUT /p HTTP/1.1\r\nHost: a.test\r\nUser-Agent: t/1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("DELETE", "http://a.test/a b", "DELETE /a%20b HTTP/1.1\r\nHost: a.test\r\nUser-Agent: t/1\r\n\r\n")]
    [InlineData("CONNECT", "http://a.test/p", "CONNECT /p HTTP/1.1\r\nHost: a.test\r\nUser-Agent: t/1\r\n\r\n")]
    [InlineData("CONNECT", "http://a.test:443", "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\nUser-Agent: t/1\r\n\r\n")]
    [InlineData("GET", "http://[fe80::1%25lo]/x", "GET /x HTTP/1.1\r\nHost: [fe80::1]\r\nUser-Agent: t/1\r\n\r\n")]
    [InlineData(
        "GET", "http://user:@a.test/", "GET / HTTP/1.1\r\nHost: a.test\r\nUser-Agent: t/1\r\nAuthorization: Basic dXNlcjo=\r\n\r\n")]
    public async Task Line_and_host(string method, string url, string expected)
    {
        var request = NewRequest(method, url.Replace("a.test", "127.0.0.1", StringComparison.Ordinal));
        Assert.Equal(expected.Replace("a.test", "127.0.0.1", StringComparison.Ordinal), await SentAsync(request));
    }

    [Fact]
    public async Task Own_fields_are_sorted_and_those_of_the_transport_ignored()
    {
        var request = NewRequest(
            "POST", "http://127.0.0.1/p", "hello", "zeta: 1 ", "alpha:2", "x-B-c:3", "Host:other", "Content-Length:99",
            "Transfer-Encoding:x", "Trailer:y", "alpha:1");
        Assert.Equal(
            "POST /p HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: t/1\r\nContent-Length: 5\r\nAlpha: 2\r\nAlpha: 1\r\nX-B-C: 3\r\nZeta: "
                + "1\r\n\r\nhello",
            await SentAsync(request));
    }

    [Fact]
    public async Task Many_fields_are_sorted_too()
    {
        var request = NewRequest("GET", "http://127.0.0.1/");
        for (var index = 99; index >= 0; index--) request.Header.Add($"X-{index:D2}", "a");
        request.Header.Add("X-50", "b");
        var expected = string.Concat(Enumerable.Range(0, 100).Select(index => $"X-{index:D2}: a\r\n" + (index == 50 ? "X-50: b\r\n" : "")));
        Assert.EndsWith("User-Agent: t/1\r\n" + expected + "\r\n", await SentAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_agent_of_ours_stands_where_none_was_set()
    {
        Assert.Equal(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: RouteGen/0.1\r\n\r\n",
            await SentAsync(new Request("GET", "http://127.0.0.1/")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_empty_user_agent_suppresses_the_field(string? agent)
    {
        var request = new Request("GET", "http://127.0.0.1/");
        request.Header.Set("User-Agent", agent);
        Assert.Equal("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", await SentAsync(request));
    }

    [Fact]
    public async Task Close_stands_in_front()
    {
        var request = NewRequest("POST", "http://127.0.0.1/p", "hello", "A:1");
        request.Close = true;
        Assert.Equal(
            "POST /p HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: t/1\r\nConnection: close\r\nContent-Length: 5\r\nA: 1\r\n\r\nhello",
            await SentAsync(request));
    }

    [Theory]
    [InlineData("", "A: 1\r\nConnection: close\r\n")]
    [InlineData("Connection:close", "A: 1\r\nConnection: close\r\n")]
    [InlineData("Connection:Upgrade", "A: 1\r\nConnection: Upgrade\r\n")]
    public async Task Without_keep_alives_close_stands_behind(string field, string expected)
    {
        var request = NewRequest("GET", "http://127.0.0.1/", null, field.Length > 0 ? ["A:1", field] : ["A:1"]);
        Assert.Equal(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: t/1\r\n" + expected + "\r\n",
            await SentAsync(request, disableKeepAlives: true));
    }

    [Theory]
    [InlineData("POST", "ab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")]
    [InlineData("POST", "", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("TRACE", "", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET", "ab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")]
    [InlineData("GET", "", "\r\n")]
    [InlineData("DELETE", "", "\r\n")]
    public async Task A_stream_is_chunked_and_looked_at_where_a_body_is_unusual(string method, string data, string expected)
    {
        var request = NewRequest(method, "http://127.0.0.1/", Body.From(new MemoryStream(Encoding.Latin1.GetBytes(data))));
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var call = transport.RoundTripAsync(request).AsTask();
        var whole = $"{method} / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: t/1\r\n" + expected;
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length >= whole.Length, "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal(204, (await call.WaitAsync(Wait.Limit)).StatusCode);
        Assert.Equal(whole, _backend.Conn(0).Sent);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Trailer_fields_are_announced_and_follow_the_last_chunk()
    {
        var request = NewRequest("POST", "http://127.0.0.1/", Body.From(new MemoryStream([.. "ab"u8])));
        request.Trailer = new Header { { "X-Sum", "1" }, { "A-Sum", "2" } };
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var call = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(
            () => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.EndsWith("2\r\n\r\n", StringComparison.Ordinal),
            "the request was sent");
        Assert.EndsWith(
            "Transfer-Encoding: chunked\r\nTrailer: A-Sum,X-Sum\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 1\r\nA-Sum: 2\r\n\r\n", _backend.Conn(0).Sent,
            StringComparison.Ordinal);
        _backend.Conn(0).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
        await call.WaitAsync(Wait.Limit);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData(9, "9 bytes")]
    [InlineData(3, "3 bytes")]
    public async Task A_declared_length_that_is_not_kept_fails_the_call(long length, string reason)
    {
        var request = NewRequest("POST", "http://127.0.0.1/", Body.From(new MemoryStream([.. "hello"u8]), length));
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    [Theory]
    [InlineData("GET\r\n", "http://a.test/", "A:b", "", "method")]
    [InlineData("g t", "http://a.test/", "A:b", "", "method")]
    [InlineData("GET", "http://a.test/", "A b:c", "", "name")]
    [InlineData("GET", "http://a.test/", ":c", "", "name")]
    [InlineData("GET", "http://a.test/", "A:b\r\nC: d", "", "\"A\"")]
    [InlineData("GET", "http://a.test/", "A:b\nC", "", "\"A\"")]
    [InlineData("GET", "http://a.test/", "A:b\0", "", "\"A\"")]
    [InlineData("GET", "http://a.test/", "A:\x7F", "", "\"A\"")]
    [InlineData("GET", "http://a.test/", "User-Agent:b\rC", "", "\"User-Agent\"")]
    [InlineData("GET", "http://a.test/", "A:b", "a.test\r\nX: y", "host")]
    [InlineData("GET", "http://a.test/", "A:b", "a/b", "host")]
    [InlineData("GET", "http://a.test/", "A:b", "a b", "host")]
    public async Task What_would_forge_a_request_is_refused_before_a_dial(
        string method, string url, string field, string host, string reason)
    {
        var request = new Request(method, url) { Host = host };
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        request.Header.Set(field[..colon], field[(colon + 1)..]);
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(request).AsTask());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(_backend.Dials);
    }

    [Fact]
    public async Task A_target_cannot_forge_a_request()
    {
        var request = new Request("GET", new Url { Scheme = "http", Host = "127.0.0.1", Opaque = "/x HTTP/1.1\r\nA: b" });
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(request).AsTask());
        request = new Request("GET", new Url { Scheme = "http", Host = "127.0.0.1", Path = "/a\r\nb", RawQuery = "c d\r\n" });
        Assert.StartsWith("GET /a%0D%0Ab?c%20d%0D%0A HTTP/1.1\r\n", await SentAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trailer_cannot_frame_the_message()
    {
        var request = NewRequest("POST", "http://127.0.0.1/", Body.From(new MemoryStream([.. "ab"u8])));
        request.Trailer = new Header { { "Content-Length", "5" } };
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(request).AsTask());
    }

    [Fact]
    public async Task A_declared_length_needs_a_body()
    {
        var request = NewRequest("POST", "http://127.0.0.1/");
        request.ContentLength = 5;
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(request).AsTask());
    }
}
