using System.Linq.Expressions;

namespace RouteGen.Tests.Client;

/// <summary>The hooks of <see cref="ClientTrace"/> (BEHAVIOUR C28).</summary>
public class TraceTests
{
    private readonly List<string> _events = [];
    private Predicate<string> _isIgnored = static _ => false;

    private ClientTrace NewTrace(string prefix = "") => new()
    {
        GetConn = address => Note(prefix + "get " + address[..address.LastIndexOf(':')]),
        GotConn = info => Note($"{prefix}got reused={info.Reused} idle={info.WasIdle}"),
        PutIdleConn = error => Note(prefix + (error is null ? "put" : "not put")),
        GotFirstResponseByte = () => Note(prefix + "first byte"),
        Got100Continue = () => Note(prefix + "100"),
        Got1xxResponse = (code, header) => Note($"{prefix}1xx {code} {header.Get("Link")}"),
        DnsStart = host => Note(prefix + "dns " + host),
        DnsDone = (addresses, error) => Note($"{prefix}dns done {addresses.Count} {error is null}"),
        ConnectStart = (_, _) => Note(prefix + "connect"),
        ConnectDone = (_, _, error) => Note(prefix + "connect done " + (error is null)),
        WroteHeaders = () => Note(prefix + "headers"),
        Wait100Continue = () => Note(prefix + "wait 100"),
        WroteRequest = error => Note(prefix + "request " + (error is null)),
    };

    private void Note(string text)
    {
        lock (_events) _events.Add(text);
    }

    private int CountEvents()
    {
        lock (_events) return _events.Count(text => !_isIgnored(text));
    }

    private int CountBy(char trace)
    {
        lock (_events) return _events.Count(text => text[0] == trace);
    }

    private async Task<string> SendAsync(
        Transport transport, string url, Body? body = null, string? expect = null, params ClientTrace[] traces)
    {
        var request = new Request(body is null ? "GET" : "POST", url, body);
        if (expect is not null) request.Header.Set("Expect", expect);
        foreach (var trace in traces) trace.AddTo(request.Context);
        using var response = await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit);
        return await response.Body.ReadAllTextAsync();
    }

    // The write side and the read side are told of what they do, each in its own order.
    // The write side may still be telling when the response has been read already.
    private async Task AssertEventsAsync(params string[] expected)
    {
        await Wait.UntilAsync(() => CountEvents() >= expected.Length, "every step is told");
        lock (_events)
        {
            _events.RemoveAll(_isIgnored);
            Assert.Equal(expected.Order(), _events.Order());
            foreach (var (before, after) in ((string, string)[])
            [
                ("get", "got"), ("dns", "connect"), ("connect", "got"), ("got", "headers"), ("headers", "request"), ("got", "first byte"),
                ("first byte", "put"),
                ("wait 100", "request"), ("100", "put"),
            ])
            {
                var first = _events.FindIndex(text => text.StartsWith(before, StringComparison.Ordinal));
                var second = _events.FindIndex(text => text.StartsWith(after, StringComparison.Ordinal));
                if (first >= 0 && second >= 0) Assert.True(first < second, string.Join(", ", _events));
            }

            _events.Clear();
        }
    }

    [Fact]
    public async Task The_steps_of_a_request_are_told_in_order()
    {
        await using var server = RawServer.Answering((_, _) => "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + RawServer.Ok("ok"));
        using var transport = new Transport();
        Assert.Equal("ok", await SendAsync(transport, $"http://localhost:{server.Port}/", null, null, NewTrace()));
        // How many addresses the name has, and in which order they are tried, is the machine's.
        _isIgnored = static text =>
            text.StartsWith("connect", StringComparison.Ordinal) || text.StartsWith("dns done", StringComparison.Ordinal);
        await AssertEventsAsync(
            "get localhost", "dns localhost", "got reused=False idle=False", "headers", "request True", "first byte", "1xx 103 x", "put");
        Assert.Equal("ok", await SendAsync(transport, $"http://localhost:{server.Port}/", null, null, NewTrace()));
        await AssertEventsAsync("get localhost", "got reused=True idle=True", "headers", "request True", "first byte", "1xx 103 x", "put");
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_connection_that_goes_from_one_request_to_the_next_was_not_idle()
    {
        var responds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async conn =>
        {
            while (await conn.ReadRequestAsync() is not null)
            {
                if (conn.Requests == 2) await responds.Task.WaitAsync(Wait.Limit);
                await conn.WriteAsync(RawServer.Ok("ok"));
            }
        });
        using var transport = new Transport { MaxConnsPerHost = 1 };
        Assert.Equal("ok", await SendAsync(transport, server.Url));
        var second = SendAsync(transport, server.Url, null, null, new ClientTrace { GotConn = info => Note($"second {info.WasIdle}") });
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 1, 0) && CountEvents() == 1, "the second has the connection");
        var third = SendAsync(
            transport, server.Url, null, null,
            new ClientTrace { GotConn = info => Note($"third {info.Reused} {info.WasIdle} {info.IdleTime.Ticks}") });
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 1, 1), "the third waits");
        responds.SetResult();
        Assert.Equal("ok", await second);
        Assert.Equal("ok", await third);
        Assert.Equal(["second True", "third True False 0"], _events);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_wait_for_the_servers_word_is_told()
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadThroughAsync("\r\n\r\n");
            await conn.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await conn.ReadExactlyAsync(5);
            await conn.WriteAsync(RawServer.Ok("ok"));
            await conn.WaitForCloseAsync();
        });
        using var transport = new Transport { ExpectContinueTimeout = Timeout.InfiniteTimeSpan };
        Assert.Equal("ok", await SendAsync(transport, server.Url, "hello", "100-continue", NewTrace()));
        await AssertEventsAsync(
            "get 127.0.0.1", "connect", "connect done True", "got reused=False idle=False", "headers", "wait 100", "request True",
            "first byte", "100", "1xx 100 ", "put");
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Traces_compose_and_the_one_added_last_is_told_first()
    {
        await using var server = RawServer.Answering((_, _) => RawServer.Ok("ok"));
        using var transport = new Transport();
        await SendAsync(transport, server.Url, null, null, NewTrace("a "), NewTrace("b "));
        await Wait.UntilAsync(() => CountBy('a') == CountBy('b') && CountBy('a') > 0, "both are told of every step");
        lock (_events) Assert.Equal(["b get 127.0.0.1", "a get 127.0.0.1"], _events[..2]);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Whoever_looks_at_informational_responses_limits_them()
    {
        await using var server = RawServer.Answering(
            (_, _) => string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 50)) + RawServer.Ok("ok"));
        using var transport = new Transport();
        var count = 0;
        Assert.Equal("ok", await SendAsync(transport, server.Url, null, null, new ClientTrace { Got1xxResponse = (_, _) => count++ }));
        Assert.Equal(50, count);
        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () =>
                SendAsync(
                    transport, server.Url, null, null,
                    new ClientTrace { Got1xxResponse = static (_, _) => throw new InvalidDataException("enough") }));
        Assert.Equal("enough", error.Message);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    public static TheoryData<ClientTrace> Throwing()
    {
        static InvalidDataException Mine() => new("mine");
        return
        [
            new() { GetConn = static _ => throw Mine() },
            new() { GotConn = static _ => throw Mine() },
            new() { ConnectStart = static (_, _) => throw Mine() },
            new() { ConnectDone = static (_, _, _) => throw Mine() },
            new() { WroteHeaders = static () => throw Mine() },
            new() { GotFirstResponseByte = static () => throw Mine() },
        ];
    }

    [Theory]
    [MemberData(nameof(Throwing))]
    public async Task A_hook_that_throws_fails_its_request_and_leaks_nothing(ClientTrace trace)
    {
        await using var server = RawServer.Answering((_, _) => RawServer.Ok("ok"));
        using var transport = new Transport { MaxConnsPerHost = 1 };
        Assert.Equal(
            "mine", (await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(transport, server.Url, null, null, trace))).Message);
        Assert.Equal("ok", await SendAsync(transport, server.Url));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    // Each hook, also one that is added later. A response with a body puts its connection back when its reader has read it, one without
    // when it comes.
    public static TheoryData<string, bool, bool> EachHook
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (var hook in typeof(ClientTrace).GetProperties())
                foreach (var hasBody in (bool[])[false, true])
                    foreach (var sendsBody in (bool[])[false, true])
                        data.Add(hook.Name, hasBody, sendsBody);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EachHook))]
    public async Task Any_hook_that_throws_fails_its_call_or_its_body_and_not_the_process(string hook, bool hasBody, bool sendsBody)
    {
        await using var server = RawServer.Answering((_, _) => RawServer.Ok(hasBody ? "ok" : ""));
        using var transport = new Transport { MaxConnsPerHost = 1 };
        var count = 0;
        var trace = TraceOf(hook, Fail);
        var call = SendAsync(transport, server.Url, sendsBody ? Body.From(new MemoryStream("abc"u8.ToArray()), 3) : null, null, trace);
        var failure = await Record.ExceptionAsync(() => call);
        if (failure is not null) Assert.Equal("mine", Assert.IsType<InvalidDataException>(failure).Message);
        // A hook of the write side may be called when the response has come already.
        else if (hook is not (nameof(ClientTrace.WroteHeaders) or nameof(ClientTrace.WroteRequest)))
            Assert.Equal(0, Volatile.Read(ref count));
        Assert.Equal(hasBody ? "ok" : "", await SendAsync(transport, server.Url));
        await Wait.UntilNothingIsLeftAsync(transport);

        void Fail()
        {
            Interlocked.Increment(ref count);
            throw new InvalidDataException("mine");
        }
    }

    // A trace of user code may throw what a step of ours throws, too.
    public static TheoryData<string, bool> EachDialHook
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var hook in (string[])["DnsStart", "DnsDone", "ConnectStart", "ConnectDone", "TlsHandshakeStart", "TlsHandshakeDone"])
                foreach (var asOurs in (bool[])[false, true])
                    data.Add(hook, asOurs);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EachDialHook))]
    public async Task A_hook_of_a_dial_that_throws_is_called_once_and_fails_its_call(string hook, bool asOurs)
    {
        await using var server = TestServer.StartTls(Handler.From(static (w, _) => w.Write("ok")));
        using var transport = new Transport
        {
            MaxConnsPerHost = 1,
            Resolver = static (_, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Loopback]),
            TlsClientConfig = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        };
        var url = $"https://dial.test:{Url.Parse(server.Url).Port}/";
        var count = 0;
        var failure = await Record.ExceptionAsync(() => SendAsync(transport, url, null, null, TraceOf(hook, Fail)));
        Assert.Contains("mine", failure?.Message, StringComparison.Ordinal);
        Assert.Equal(1, count);
        Assert.Equal("ok", await SendAsync(transport, url));
        await Wait.UntilNothingIsLeftAsync(transport);

        void Fail()
        {
            Interlocked.Increment(ref count);
            throw asOurs ? new TransportException(TransportError.Other, "mine") : new InvalidDataException("mine");
        }
    }

    private static ClientTrace TraceOf(string hook, Action action)
    {
        var trace = new ClientTrace();
        var property = typeof(ClientTrace).GetProperty(hook)!;
        var parameters = property.PropertyType.GetMethod("Invoke")!.GetParameters()
            .Select(static one => Expression.Parameter(one.ParameterType)).ToArray();
        var call = Expression.Call(Expression.Constant(action), nameof(Action.Invoke), null);
        property.SetValue(trace, Expression.Lambda(property.PropertyType, call, parameters).Compile());
        return trace;
    }

    // The hook is called when the connection is in the pool again, and here it is lent at once.
    [Fact]
    public async Task A_hook_that_throws_once_its_body_has_ended_does_not_end_the_next_exchange()
    {
        await using var server = RawServer.Answering(static (_, _) => RawServer.Ok("ok"));
        using var transport = new Transport { MaxConnsPerHost = 1 };
        Task<string>? next = null;
        var trace = new ClientTrace
        {
            PutIdleConn = _ =>
            {
                next = SendAsync(transport, server.Url);
                throw new TransportException(TransportError.ConnectionReset, "mine");
            },
        };
        var failure = await Assert.ThrowsAsync<TransportException>(() => SendAsync(transport, server.Url, null, null, trace));
        Assert.Equal("mine", failure.Message);
        Assert.Equal("ok", await next!.WaitAsync(Wait.Limit));
        Assert.Equal(1, server.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_dial_that_fails_is_told()
    {
        using var transport = new Transport { Resolver = static (_, _) => throw new System.Net.Sockets.SocketException(11001) };
        await Assert.ThrowsAsync<TransportException>(() => SendAsync(transport, "http://nowhere.test/", null, null, NewTrace()));
        await AssertEventsAsync("get nowhere.test", "dns nowhere.test", "dns done 0 False");
    }
}
