using System.Text;
using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Overlaps;

/// <summary>
/// Requests that another flow changes after they were planned: while the connection is dialed, and while the body is sent.
/// </summary>
public sealed class ChangedRequestTests
{
    private const string Head =
        "POST /p HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: t/1\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nAuthorization: Basic "
            + "dTpw\r\nX-Own: 1\r\n\r\n";

    private readonly FakeBackend _backend = new() { DialsAtOnce = false };

    // What is changed, and whether the caller gets an exception instead of a request on the wire.
    private static readonly Dictionary<string, (Action<Request> Change, bool Throws)> s_whileDialing = new()
    {
        ["a field name with a line end"] = (static r => r.Header.Set("X-Own\r\nInjected", "1"), true),
        ["a field name with a blank"] = (static r => r.Header.Set("X Own", "1"), true),
        ["an empty field name"] = (static r => r.Header.Set("", "1"), true),
        ["a field value with a line end"] = (static r => r.Header.Set("X-Own", "1\r\nInjected: 1"), true),
        ["a field value with a zero"] = (static r => r.Header.Set("X-Own", "\0"), true),
        ["a field value with a lone surrogate"] = (static r => r.Header.Set("X-Own", "\uD800"), true),
        ["a bad user agent"] = (static r => r.Header.Set("User-Agent", "t/1\r\nInjected: 1"), true),
        ["a hundred bad fields"] = (static r => AddMany(r.Header, "X-Own\n"), true),
        ["framing fields"] = (static r => AddFraming(r.Header), false),
        ["the method"] = (static r => r.Method = "GET /x HTTP/1.1\r\nInjected: 1\r\n\r\n", false),
        ["the host"] = (static r => r.Host = "h\r\nInjected: 1", false),
        ["the URL, with other credentials"] = (static r => r.Url = Url.Parse("http://mallory:secret@127.0.0.2/other"), false),
        ["the body"] = (static r => r.Body = "another body", false),
        ["the length"] = (static r => (r.ContentLength, r.IsChunked) = (1, false), false),
        ["the connection"] = (static r => r.Close = true, false),
        ["a trailer name that frames"] = (static r => r.Trailer!.Set("Content-Length", null), false),
        ["a trailer name with a line end, without a value"] = (static r => r.Trailer!.Set("X\r\nInjected", null), false),
    };

    private static readonly Dictionary<string, (Action<Request> Change, bool Throws)> s_whileSending = new()
    {
        ["a trailer name with a line end"] = (static r => r.Trailer!.Set("X-Sum\r\nInjected", "1"), true),
        ["a trailer name that frames"] = (static r => r.Trailer!.Set("Transfer-Encoding", "chunked"), true),
        ["a trailer value with a line end"] = (static r => r.Trailer!.Set("X-Sum", "1\r\n\r\nGET / HTTP/1.1"), true),
        ["no trailer"] = (static r => r.Trailer = null, false),
        ["the fields"] = (static r => r.Header.Set("X\r\nInjected", "1"), false),
        ["the framing"] = (static r => (r.ContentLength, r.IsChunked) = (1, false), false),
    };

    public static TheoryData<string> WhileDialing => new(s_whileDialing.Keys);

    public static TheoryData<string> WhileSending => new(s_whileSending.Keys);

    [Theory]
    [MemberData(nameof(WhileDialing))]
    public async Task A_request_that_is_changed_while_its_connection_is_dialed_is_sent_as_planned_or_not_at_all(string what)
    {
        var (change, throws) = s_whileDialing[what];
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var body = new GatedBody();
        var request = NewRequest(body);
        var call = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        change(request);
        body.Give("abc");
        body.End();
        _backend.Dials[0].Succeed();
        if (throws)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => call.WaitAsync(Wait.Limit));
            Assert.Equal("", _backend.Conn(0).Sent);
        }
        else
        {
            Assert.Equal(Head + "3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", await AnswerAsync(call));
        }

        await EndAsync(transport, body);
    }

    [Theory]
    [MemberData(nameof(WhileSending))]
    public async Task A_request_that_is_changed_while_its_body_is_sent_ends_as_planned_or_not_at_all(string what)
    {
        var (change, throws) = s_whileSending[what];
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var body = new GatedBody();
        var request = NewRequest(body);
        var call = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        _backend.Dials[0].Succeed();
        body.Give("abc");
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.EndsWith("abc\r\n", StringComparison.Ordinal), "a part of the body was sent");
        change(request);
        body.End();
        if (throws)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => call.WaitAsync(Wait.Limit));
            Assert.Equal(Head + "3\r\nabc\r\n", _backend.Conn(0).Sent);
        }
        else
        {
            var trailer = request.Trailer is null ? "" : "X-Sum: 1\r\n";
            Assert.Equal(Head + "3\r\nabc\r\n0\r\n" + trailer + "\r\n", await AnswerAsync(call));
        }

        await EndAsync(transport, body);
    }

    [Fact]
    public async Task A_post_that_became_a_get_meanwhile_is_not_sent_twice()
    {
        using var transport = new Transport { Backend = _backend, DisableCompression = true };
        var first = transport.RoundTripAsync(new Request("GET", "http://127.0.0.1/")).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        _backend.Dials[0].Succeed();
        await AnswerAsync(first);
        var request = new Request("POST", "http://127.0.0.1/", "order");
        var second = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.EndsWith("order", StringComparison.Ordinal), "the request was sent");
        request.Method = "GET";
        request.Header.Set("Idempotency-Key", "1");
        _backend.Conn(0).ArriveEnd();
        await Assert.ThrowsAsync<TransportException>(() => second.WaitAsync(Wait.Limit));
        Assert.Single(_backend.Dials);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_redirect_is_compared_with_the_url_that_the_request_was_sent_to()
    {
        using var transport = new Transport { Backend = _backend };
        var client = new RouteGen.Client { Transport = transport };
        var request = new Request("GET", "http://127.0.0.1/");
        request.Header.Set("Authorization", "secret");
        var call = client.DoAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        request.Url = Url.Parse("http://127.0.0.2/");
        _backend.Dials[0].Succeed();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.EndsWith("\r\n\r\n", StringComparison.Ordinal), "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/x\r\nContent-Length: 0\r\n\r\n");
        await Wait.UntilAsync(() => _backend.Dials.Count == 2, "the redirect is followed");
        _backend.Dials[1].Succeed();
        var sent = await AnswerAsync(call, conn: 1);
        Assert.StartsWith("GET /x HTTP/1.1\r\nHost: 127.0.0.2\r\n", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", sent, StringComparison.Ordinal);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("GET", "DELETE", 302, "GET")]
    [InlineData("GET", "POST", 307, "GET")]
    [InlineData("POST", "PUT", 302, "GET")]
    [InlineData("PUT", "POST", 302, "PUT")]
    public async Task A_redirect_goes_by_the_method_that_the_request_was_sent_by(string method, string changed, int status, string expected)
    {
        using var transport = new Transport { Backend = _backend };
        var client = new RouteGen.Client { Transport = transport };
        var request = new Request(method, "http://127.0.0.1/", "body");
        var call = client.DoAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        _backend.Dials[0].Succeed();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.EndsWith("body", StringComparison.Ordinal), "the request was sent");
        request.Method = changed;
        _backend.Conn(0).Arrive($"HTTP/1.1 {status} Elsewhere\r\nLocation: http://127.0.0.2/x\r\nContent-Length: 0\r\n\r\n");
        await Wait.UntilAsync(() => _backend.Dials.Count == 2, "the redirect is followed");
        _backend.Dials[1].Succeed();
        await Wait.UntilAsync(
            () => _backend.Conn(1).Sent.Contains("\r\n\r\n", StringComparison.Ordinal), "the redirected request was sent");
        Assert.StartsWith(expected + " /x HTTP/1.1\r\nHost: 127.0.0.2\r\n", _backend.Conn(1).Sent, StringComparison.Ordinal);
        _backend.Conn(1).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
        using var response = await call.WaitAsync(Wait.Limit);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_body_that_can_no_longer_be_made_again_fails_the_redirect_and_is_not_replaced_by_an_empty_one()
    {
        using var transport = new Transport { Backend = _backend };
        var client = new RouteGen.Client { Transport = transport };
        var body = new GatedBody();
        var request = NewRequest(body);
        // As if another flow removed it between the two looks at it.
        request.GetBody = () => null!;
        var call = client.DoAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        _backend.Dials[0].Succeed();
        body.End();
        await Wait.UntilAsync(
            () => _backend.Conn(0).Sent.EndsWith("0\r\nX-Sum: 1\r\n\r\n", StringComparison.Ordinal), "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 307 Elsewhere\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.WaitAsync(Wait.Limit));
        Assert.DoesNotContain("/x", _backend.Conn(0).Sent, StringComparison.Ordinal);
        Assert.Single(_backend.Dials);
        transport.CloseIdleConnections();
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    // The first is empty, as the look at it shows; what the request has by then belongs to whoever has set it.
    [Fact]
    public async Task A_body_that_is_set_while_another_is_looked_at_is_not_disposed()
    {
        using var transport = new Transport { Backend = _backend };
        var (first, second) = (new GatedBody(), new GatedBody());
        var request = new Request("GET", "http://127.0.0.1/", first);
        var call = transport.RoundTripAsync(request).AsTask();
        request.Body = second;
        first.End();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        _backend.Dials[0].Fail(new TransportException(TransportError.Unreachable, "no"));
        await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit));
        Assert.True(first.IsDisposed);

        var third = new GatedBody();
        var written = new Request("GET", "http://127.0.0.1/", third);
        var writing = written.WriteAsync(Stream.Null).AsTask();
        written.Body = second;
        third.End();
        await writing.WaitAsync(Wait.Limit);
        Assert.True(third.IsDisposed);
        Assert.False(second.IsDisposed);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Cookies_are_kept_for_the_url_that_the_request_was_sent_to()
    {
        using var transport = new Transport { Backend = _backend };
        var jar = new CookieJar();
        var client = new RouteGen.Client { Transport = transport, Jar = jar };
        var request = new Request("GET", "http://127.0.0.1/");
        var call = client.DoAsync(request).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1, "the dial began");
        request.Url = Url.Parse("http://127.0.0.2/");
        _backend.Dials[0].Succeed();
        await Wait.UntilAsync(() => _backend.Conn(0).Sent.EndsWith("\r\n\r\n", StringComparison.Ordinal), "the request was sent");
        _backend.Conn(0).Arrive("HTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n");
        using var response = await call.WaitAsync(Wait.Limit);
        Assert.Empty(jar.Cookies(Url.Parse("http://127.0.0.2/")));
        Assert.Single(jar.Cookies(Url.Parse("http://127.0.0.1/")));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_body_that_is_declared_empty_and_is_not_fails_before_anything_is_dialed(string method)
    {
        using var transport = new Transport { Backend = _backend };
        var request = new Request(method, "http://127.0.0.1/", Body.From(new MemoryStream("abc"u8.ToArray()), 0));
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(request).AsTask());
        Assert.Empty(_backend.Dials);
        using var output = new MemoryStream();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new Request(method, "http://127.0.0.1/", Body.From(new MemoryStream("abc"u8.ToArray()), 0)).WriteAsync(output).AsTask());
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_body_that_is_declared_empty_and_is_goes_out_without_bytes()
    {
        using var output = new MemoryStream();
        await new Request("POST", "http://127.0.0.1/", Body.From(new MemoryStream(), 0)).WriteAsync(output);
        Assert.Contains("\r\nContent-Length: 0\r\n", Encoding.Latin1.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_fails_before_it_is_sent_disposes_its_body()
    {
        using var transport = new Transport { Backend = _backend };
        var client = new RouteGen.Client { Transport = transport, Jar = new FailingJar() };
        var body = new GatedBody();
        await Assert.ThrowsAsync<InvalidDataException>(() => client.DoAsync(new Request("POST", "http://127.0.0.1/", body)).AsTask());
        Assert.True(body.IsDisposed);
        Assert.Empty(_backend.Dials);
    }

    // Between any two steps of the writer: what is looked at is what is written.
    [Fact]
    public async Task A_header_that_changes_all_the_time_never_ends_a_line()
    {
        var request = NewRequest(Body.Empty);
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) Flip(request.Header, request.Trailer!);
        });
        try
        {
            for (var round = 0; round < 3000; round++)
            {
                var sent = request.WithContext(request.Context);
                (sent.Body, sent.IsChunked) = (Body.From(new MemoryStream("abc"u8.ToArray())), round % 2 == 0);
                AssertNothingInjected(await WrittenAsync(output => sent.WriteAsync(output)));
                var response = new Response
                {
                    StatusCode = 200,
                    IsChunked = true,
                    Body = Body.From(new MemoryStream("abc"u8.ToArray())),
                    Trailer = request.Trailer,
                    Header = request.Header
                };
                AssertNothingInjected(await WrittenAsync(output => response.WriteAsync(output)));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await changing;
        }
    }

    private static void Flip(Header header, Header trailer)
    {
        foreach (var one in (Header[])[header, trailer])
        {
            one.Set("X-Own", "1");
            one.Set("X-Own\r\nInjected", "1");
            one.Set("X-Sum", "1\r\nInjected: 2");
            one.Remove("X-Own\r\nInjected");
            one.Set("X-Sum", "1");
        }
    }

    private static async Task<string> WrittenAsync(Func<Stream, ValueTask> write)
    {
        using var output = new MemoryStream();
        try
        {
            await write(output);
        }
        catch (InvalidOperationException)
        {
            // The caller is told.
        }

        return Encoding.Latin1.GetString(output.ToArray());
    }

    private static void AssertNothingInjected(string sent)
    {
        foreach (var line in sent.Split("\r\n"))
            Assert.False(
                line.StartsWith("Injected", StringComparison.OrdinalIgnoreCase) || line.Contains('\n', StringComparison.Ordinal)
                    || line.Contains('\r', StringComparison.Ordinal), sent);
    }

    private static Request NewRequest(Body body)
    {
        var request = new Request("POST", "http://u:p@127.0.0.1/p", body) { Trailer = [] };
        request.Header.Set("User-Agent", "t/1");
        request.Header.Set("X-Own", "1");
        request.Trailer.Set("X-Sum", "1");
        return request;
    }

    private static void AddMany(Header header, string prefix)
    {
        for (var index = 0; index < 100; index++) header.Add(prefix + index, "1");
    }

    private static void AddFraming(Header header)
    {
        header.Add("Content-Length", "1");
        header.Add("transfer-encoding", "identity");
        header.Add("Host", "other");
        header.Add("Trailer", "Other");
    }

    private async Task<string> AnswerAsync(Task<Response> call, int conn = 0)
    {
        await Wait.UntilAsync(
            () =>
                _backend.Conn(conn).Sent is var sent
                    && (sent.EndsWith("\r\n\r\n", StringComparison.Ordinal)
                        && (!sent.Contains("chunked", StringComparison.Ordinal) || sent.Contains("\r\n0\r\n", StringComparison.Ordinal))),
                        "the request was sent");
        _backend.Conn(conn).Arrive("HTTP/1.1 204 No Content\r\n\r\n");
        using var response = await call.WaitAsync(Wait.Limit);
        return _backend.Conn(conn).Sent;
    }

    private async Task EndAsync(Transport transport, GatedBody body)
    {
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
        await Wait.UntilAsync(() => body.IsDisposed, "the body is disposed");
    }

    private sealed class FailingJar : ICookieJar
    {
        public IReadOnlyList<Cookie> Cookies(Url url) => throw new InvalidDataException("mine");

        public void SetCookies(Url url, IReadOnlyList<Cookie> cookies) => throw new InvalidDataException("mine");
    }
}
