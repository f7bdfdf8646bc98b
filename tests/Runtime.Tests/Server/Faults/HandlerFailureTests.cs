using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class HandlerFailureTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static Func<ResponseWriter, Request, ValueTask> Failing(bool isAsync, Action<ResponseWriter, Request> fail) => isAsync
        ? async (w, r) =>
        {
            await Task.Yield();
            fail(w, r);
        }
    : (w, r) =>
    {
        fail(w, r);
        return default;
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_before_anything_was_sent_is_answered_500_and_closes(bool isAsync)
    {
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, _) =>
        {
            w.Header.Set("X-Secret", "1");
            w.Header.Set("Content-Length", "3");
            w.WriteHeader(201);
            w.Write("abc");
            throw new InvalidOperationException("on purpose");
        })));
        var client = server.Connect();
        client.Send(Get + Get);
        var answer = client.Read();
        Assert.Equal(500, answer.Status);
        Assert.Equal("close", answer["Connection"]);
        Assert.Null(answer["X-Secret"]);
        Assert.DoesNotContain("on purpose", answer.Text, StringComparison.Ordinal);
        client.ExpectEnd();
        server.TakeLog("on purpose");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_after_output_leaves_the_answer_without_an_end(bool isAsync)
    {
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, _) =>
        {
            w.Write("sent");
            w.Flush();
            w.Write("more");
            throw new InvalidOperationException("on purpose");
        })));
        var client = server.Connect();
        client.Send(Get);
        var received = client.ReadToEnd();
        Assert.Contains("sent", received, StringComparison.Ordinal);
        Assert.DoesNotContain("0\r\n\r\n", received, StringComparison.Ordinal);
        server.TakeLog("on purpose");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_abort_is_silent_and_unsent_output_is_dropped(bool isAsync)
    {
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, _) =>
        {
            w.Write("unsent");
            throw new AbortHandlerException();
        })));
        var client = server.Connect();
        client.Send(Get);
        client.ExpectEnd();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_abort_does_not_take_finished_answers_along(bool isAsync)
    {
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, r) =>
        {
            w.Write(r.Path);
            if (r.Path == "/3") throw new AbortHandlerException();
        })));
        var client = server.Connect();
        client.Send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("/1", client.Read().Text);
        Assert.Equal("/2", client.Read().Text);
        client.ExpectEnd();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_of_an_aborted_request_shows_in_the_next(bool isAsync)
    {
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, r) =>
        {
            if (r.Method == "PUT")
            {
                w.Header.Set("X-Secret", "1");
                w.WriteHeader(418);
                w.Write($"{r.Host} {r.Path} {r.RawQuery}");
                throw new AbortHandlerException();
            }

            w.Write($"{r.Method} {r.Host} {r.Path}?{r.RawQuery}");
        })));
        for (var round = 0; round < 10; round++)
        {
            var client = server.Connect();
            client.Send("PUT /secret?token HTTP/1.1\r\nHost: inner\r\n\r\n");
            client.ExpectEnd();
            var answer = server.Ask("GET /open HTTP/1.1\r\nHost: h\r\n\r\n");
            Assert.Equal(200, answer.Status);
            Assert.Equal("GET h /open?", answer.Text);
            Assert.Null(answer["X-Secret"]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_aborted_handler_kept_is_dead(bool isAsync)
    {
        ResponseWriter? keptWriter = null;
        Request? keptRequest = null;
        var token = default(CancellationToken);
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, r) =>
        {
            (keptWriter, keptRequest, token) = (w, r, r.Context.CancellationToken);
            throw new AbortHandlerException();
        })));
        var client = server.Connect();
        client.Send(Get);
        client.ExpectEnd();
        server.ExpectNoConn();
        Assert.True(token.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(() => keptWriter!.Write("x"u8));
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Method);
    }

    [Fact]
    public async Task A_network_failure_that_is_not_the_connections_own_is_a_failure_like_any_other()
    {
        await using var server = new ServerFixture(
            (_, _) => throw new TransportException(TransportError.ConnectionRefused, "the database is down"));
        Assert.Equal(500, server.Ask(Get).Status);
        server.TakeLog("the database is down");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_that_fails_when_the_context_ends_costs_nothing_but_a_log_line(bool isAsync)
    {
        await using var server = new ServerFixture(new FuncHandler(Failing(isAsync, (w, r) =>
        {
            r.Context.CancellationToken.Register(() => throw new InvalidOperationException("on purpose"));
            w.Write("x");
        })));
        var client = server.Connect();
        for (var round = 0; round < 3; round++)
        {
            client.Send(Get);
            Assert.Equal("x", client.Read().Text);
            server.TakeLog("on purpose");
        }
    }

    [Fact]
    public async Task A_log_that_fails_does_not_end_the_process()
    {
        var calls = 0;
        await using var server = new ServerFixture(
            (_, _) => throw new InvalidOperationException("on purpose"),
            new ServerOptions
            {
                ErrorLog = _ =>
                {
                    Interlocked.Increment(ref calls);
                    throw new InvalidOperationException("the log is full");
                },
            });
        for (var round = 0; round < 3; round++) Assert.Equal(500, server.Ask(Get).Status);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_handler_that_returns_a_failed_task_is_answered_500()
    {
        await using var server = ServerFixture.Async((_, _) => Task.FromException(new FormatException("on purpose")));
        Assert.Equal(500, server.Ask(Get).Status);
        server.TakeLog("on purpose");
    }

    [Fact]
    public async Task A_write_that_the_handler_did_not_await_is_finished_first()
    {
        // More than the system's buffers of a connection hold.
        var block = new byte[16_000_000];
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Path == "/big") _ = w.WriteAsync(block).AsTask();
            else w.Write("small");
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send("GET /big HTTP/1.1\r\nHost: h\r\n\r\nGET /small HTTP/1.1\r\nHost: h\r\n\r\n");
        // Others are served while the big one waits for its reader.
        Assert.Equal("small", server.Ask("GET /small HTTP/1.1\r\nHost: h\r\n\r\n").Text);
        Assert.Equal(block.Length, client.Read().Body.Length);
        Assert.Equal("small", client.Read().Text);
    }

    [Fact]
    public async Task A_second_write_while_one_is_going_on_is_refused_and_holds_no_thread()
    {
        // More than the system's buffers of a connection hold.
        var block = new byte[16_000_000];
        Exception? seen = null;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Path != "/big")
            {
                w.Write("small");
                return;
            }

            var first = w.WriteAsync(block);
            seen = await Record.ExceptionAsync(async () => await w.WriteAsync(block));
            await first;
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("small", server.Ask("GET /small HTTP/1.1\r\nHost: h\r\n\r\n").Text);
        Assert.Equal(block.Length, client.Read().Body.Length);
        Assert.IsType<InvalidOperationException>(seen);
    }
}
